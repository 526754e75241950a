import type { SegmentDocument } from './document.ts';

/** What the daemon wants before each document: one JSON line. 30 bytes with its line feed. */
export const HEADER_LINE = '{"format":"json","version":1}\n';

/**
 * One datagram: the header line, then the document as compact JSON with `id` and `trace_id` first, since the daemon's log
 * finds them by position.
 *
 * @throws TypeError for a document that JSON cannot write (a cycle); `translate` never makes one.
 * @see X-Ray daemon 3.6: the datagram is split at its first line feed; the body is passed on as it is.
 */
export function encode(document: SegmentDocument): Buffer {
  return Buffer.from(HEADER_LINE + stringifyDocument(document), 'utf8');
}

/** The document as one line of compact JSON, `id` and `trace_id` first. */
export function stringifyDocument(document: SegmentDocument): string {
  // `translate` writes the two first already; others are put in order.
  if (beginsWithIds(document)) return JSON.stringify(document);
  const { id, trace_id, ...rest } = document;
  return JSON.stringify({ id, trace_id, ...rest });
}

function beginsWithIds(document: SegmentDocument): boolean {
  let position = 0;
  for (const member in document) {
    if (member !== (position === 0 ? 'id' : 'trace_id')) return false;
    if (++position === 2) return true;
  }
  return false;
}
