import type { SegmentDocument } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { describeDocument, isComplete, isRootless, normalizeTraceId } from '../src/trace.ts';

function aDocument(members: Partial<SegmentDocument>): SegmentDocument {
  return {
    id: '1111111111111111',
    trace_id: '1-6553f100-a1b2c3d4e5f60718293a4b5c',
    name: 'orders',
    start_time: 1,
    end_time: 2,
    ...members,
  };
}

function inProgress(members: Partial<SegmentDocument>): SegmentDocument {
  const { end_time: _, ...document } = aDocument(members);
  return { ...document, in_progress: true };
}

const LAMBDA = 'aaaaaaaaaaaaaaaa';
const segment = aDocument({ id: 'root' });
const child = aDocument({ id: 'child', type: 'subsegment', parent_id: 'root' });
const grandchild = aDocument({ id: 'grandchild', type: 'subsegment', parent_id: 'child' });
const invocation = aDocument({ id: 'invocation', type: 'subsegment', parent_id: LAMBDA });
const call = aDocument({ id: 'call', type: 'subsegment', parent_id: 'invocation' });

describe('isComplete', () => {
  it.each([
    { documents: [], complete: false, why: 'nothing arrived' },
    { documents: [segment], complete: true, why: 'one segment' },
    { documents: [inProgress({ id: 'root' })], complete: false, why: 'the segment has not ended' },
    { documents: [inProgress({ id: 'root' }), segment], complete: true, why: 'its end came later' },
    { documents: [child], complete: false, why: 'the parent is missing' },
    { documents: [child, segment], complete: true, why: 'children come before parents' },
    { documents: [grandchild, segment], complete: false, why: 'one in between is missing' },
    {
      documents: [grandchild, aDocument({ id: 'root', subsegments: [child] })],
      complete: true,
      why: 'parent is inside another',
    },
    {
      documents: [aDocument({ id: 'root', parent_id: 'elsewhere' })],
      complete: true,
      why: 'parent is another service’s',
    },
    { documents: [segment, aDocument({ id: 'b', parent_id: 'child' })], complete: true, why: 'two services' },
    { documents: [aDocument({ id: 'x', type: 'subsegment' })], complete: false, why: 'a subsegment needs a parent' },
    { documents: [aDocument({ subsegments: [null] as never })], complete: true, why: 'nonsense inside is passed over' },
  ])('is $complete: $why', ({ documents, complete }) => {
    expect(isComplete(documents)).toBe(complete);
  });

  it.each([
    { documents: [invocation], complete: true, why: 'hangs below Lambda’s own segment' },
    { documents: [call], complete: false, why: 'the invocation is missing' },
    { documents: [call, invocation], complete: true, why: 'all there' },
    { documents: [child, invocation], complete: false, why: 'a child of something else' },
  ])('below a known parent is $complete: $why', ({ documents, complete }) => {
    expect(isComplete(documents, LAMBDA)).toBe(complete);
  });
});

describe('isRootless', () => {
  it.each([
    { documents: [], rootless: false, why: 'nothing arrived' },
    { documents: [segment, child], rootless: false, why: 'has a segment' },
    { documents: [call, invocation], rootless: true, why: 'subsegments alone' },
  ])('is $rootless: $why', ({ documents, rootless }) => {
    expect(isRootless(documents)).toBe(rootless);
  });
});

describe('normalizeTraceId', () => {
  it.each([
    { traceId: '6553f100a1b2c3d4e5f60718293a4b5c', answer: '1-6553f100-a1b2c3d4e5f60718293a4b5c' },
    { traceId: '1-6553f100-a1b2c3d4e5f60718293a4b5c', answer: '1-6553f100-a1b2c3d4e5f60718293a4b5c' },
    { traceId: 'neither', answer: 'neither' },
  ])('gives $answer for $traceId', ({ traceId, answer }) => {
    expect(normalizeTraceId(traceId)).toBe(answer);
  });
});

describe('describeDocument', () => {
  it('names kind, name, id, parent and what is unfinished', () => {
    expect(describeDocument(child)).toBe('subsegment "orders" child, parent root');
    expect(describeDocument(inProgress({ id: 'a' }))).toBe('segment "orders" a, no parent, in progress');
  });
});
