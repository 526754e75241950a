import type { SegmentDocument, Subsegment } from '@otel-xray/segments';

/** A document with what hangs below it, oldest first. */
export interface TreeNode {
  readonly document: Subsegment;
  /** The parent that is named but not there: in Lambda, Lambda's own segment. Only on the top of a tree. */
  readonly missingParentId?: string;
  readonly children: readonly TreeNode[];
}

/**
 * The documents of one trace as trees: one for each document whose parent is not among them.
 *
 * Documents may come in any order, on their own with `parent_id` or inside their parent's `subsegments`. Of several with
 * one id, the one that has ended counts, as in X-Ray.
 */
export function toTrees(documents: readonly SegmentDocument[]): TreeNode[] {
  const all = documents.flatMap((document) => flatten(document, document.parent_id));
  const byId = new Map<string, Placed>();
  for (const placed of all) {
    if (byId.get(placed.document.id)?.document.end_time === undefined) byId.set(placed.document.id, placed);
  }
  const placed = [...byId.values()].sort(byTime);
  const childrenOf = (id: string): TreeNode[] =>
    placed
      .filter(({ parentId }) => parentId === id)
      .map(({ document }) => ({ document, children: childrenOf(document.id) }));
  const tops = placed.filter(({ parentId }) => parentId === undefined || !byId.has(parentId));
  return tops.map(({ document, parentId }) => {
    const children = childrenOf(document.id);
    return parentId === undefined ? { document, children } : { document, children, missingParentId: parentId };
  });
}

interface Placed {
  readonly document: Subsegment;
  readonly parentId: string | undefined;
}

/** Starts are often whole milliseconds: of two that are equal, the one that ended first was first. */
function byTime({ document: a }: Placed, { document: b }: Placed): number {
  return a.start_time - b.start_time || (a.end_time ?? Infinity) - (b.end_time ?? Infinity);
}

function flatten(document: Subsegment, parentId: string | undefined): Placed[] {
  const nested = document.subsegments ?? [];
  return [{ document, parentId }, ...nested.flatMap((child) => flatten(child, document.id))];
}
