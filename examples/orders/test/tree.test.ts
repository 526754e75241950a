import type { SegmentDocument } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { toTrees, type TreeNode } from '../show/tree.ts';

function aDocument(id: string, members: Partial<SegmentDocument> = {}): SegmentDocument {
  return { id, trace_id: '1-6553f100-a1b2c3d4e5f60718293a4b5c', name: id, start_time: 1, end_time: 2, ...members };
}

function aChild(id: string, parentId: string, members: Partial<SegmentDocument> = {}): SegmentDocument {
  return aDocument(id, { type: 'subsegment', parent_id: parentId, ...members });
}

/** `a(b c(d))`: ids and what hangs below them. */
function outline(nodes: readonly TreeNode[]): string {
  return nodes
    .map(({ document, children }) => (children.length === 0 ? document.id : `${document.id}(${outline(children)})`))
    .join(' ');
}

describe('toTrees', () => {
  it.each([
    { documents: [], tree: '', why: 'nothing' },
    { documents: [aDocument('a')], tree: 'a', why: 'a segment alone' },
    { documents: [aChild('c', 'b'), aChild('b', 'a'), aDocument('a')], tree: 'a(b(c))', why: 'children arrive first' },
    {
      documents: [aDocument('a', { subsegments: [aDocument('b', { subsegments: [aDocument('c')] })] })],
      tree: 'a(b(c))',
      why: 'children lie inside their parent',
    },
    {
      documents: [aDocument('a', { subsegments: [aDocument('b')] }), aChild('c', 'b')],
      tree: 'a(b(c))',
      why: 'one inside, one on its own below it',
    },
    {
      documents: [aDocument('a'), aChild('late', 'a', { start_time: 3 }), aChild('early', 'a', { start_time: 2 })],
      tree: 'a(early late)',
      why: 'siblings by their start',
    },
    {
      documents: [aDocument('a'), aChild('long', 'a', { end_time: 3 }), aChild('short', 'a', { end_time: 2 })],
      tree: 'a(short long)',
      why: 'siblings of one start by their end',
    },
    { documents: [aChild('b', 'x'), aChild('c', 'x')], tree: 'b c', why: 'one tree for each without its parent' },
  ])('gives "$tree" ($why)', ({ documents, tree }) => {
    expect(outline(toTrees(documents))).toBe(tree);
  });

  it('names the parent that is missing, and only that', () => {
    const [tree] = toTrees([aChild('b', 'a'), aChild('c', 'b')]);
    expect(tree?.missingParentId).toBe('a');
    expect(tree?.children[0]).not.toHaveProperty('missingParentId');
    expect(toTrees([aDocument('a')])[0]).not.toHaveProperty('missingParentId');
  });

  it.each([
    { order: 'before', reverse: false },
    { order: 'after', reverse: true },
  ])('takes the document that has ended, where one in progress comes $order it', ({ reverse }) => {
    const { end_time: _, ...open } = aDocument('a');
    const documents = [{ ...open, in_progress: true as const }, aDocument('a', { end_time: 5 })];
    const trees = toTrees(reverse ? documents.reverse() : documents);
    expect(trees.map(({ document }) => document.end_time)).toEqual([5]);
  });
});
