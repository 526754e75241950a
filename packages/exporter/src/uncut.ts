import type { SegmentDocument } from '@otel-xray/segments';

type Subsegment = NonNullable<SegmentDocument['subsegments']>[number];

/**
 * The pieces of a document that was fitted, as they were before anything was cut from them. What is cut stands alone in its piece: a
 * piece with subsegments is given as it is.
 *
 * @param document - the whole that was fitted.
 */
export function uncut(pieces: readonly SegmentDocument[], document: SegmentDocument): readonly SegmentDocument[] {
  const originals = new Map<string, Subsegment>();
  // A trace may be thousands of spans deep: met over a list, not by recursion.
  const all: Subsegment[] = [document];
  for (const original of all) {
    originals.set(original.id, original);
    if (original.subsegments !== undefined) for (const child of original.subsegments) all.push(child);
  }
  return pieces.map((piece) => {
    const original = originals.get(piece.id);
    return piece.subsegments !== undefined || original === undefined ? piece : toWhole(piece, original);
  });
}

/** The span as it was, in the place of its piece. */
function toWhole({ id, trace_id, parent_id, type }: SegmentDocument, original: Subsegment): SegmentDocument {
  const { subsegments: _, ...own } = original;
  return { ...own, id, trace_id, ...(parent_id !== undefined && { parent_id }), ...(type !== undefined && { type }) };
}
