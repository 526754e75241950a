import type { SegmentDocument } from '../src/document.ts';

/** Test documents with fixed ids and times; what matters in a test is given, the rest follows. */

export const TRACE_ID = '1-6553f100-a1b2c3d4e5f60718293a4b5c';
export const OTHER_TRACE_ID = '1-6553f100-ffffffffffffffffffffffff';

/** `7` → `0000000000000007`. */
export function idOf(number: number): string {
  return number.toString(16).padStart(16, '0');
}

export function segment(id: number, members: Partial<SegmentDocument> = {}): SegmentDocument {
  return {
    id: idOf(id),
    trace_id: TRACE_ID,
    name: `span ${id}`,
    start_time: 1_700_000_000 + id,
    end_time: 1_700_001_000,
    ...members,
  };
}

export function subsegment(id: number, parent: number, members: Partial<SegmentDocument> = {}): SegmentDocument {
  return segment(id, { parent_id: idOf(parent), type: 'subsegment', ...members });
}

/** All (sub)segments of the documents, parents before children. */
export function flatten(documents: readonly SegmentDocument[]): SegmentDocument[] {
  const all: SegmentDocument[] = [...documents];
  for (const document of all) for (const child of document.subsegments ?? []) all.push(child as SegmentDocument);
  return all;
}
