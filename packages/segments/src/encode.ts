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

const ID = '{"id":"';
/** Where the second member begins behind an id of 16 digits in quotes. */
const SECOND = ID.length + 17;

/** The document as one line of compact JSON, `id` and `trace_id` first. */
export function stringifyDocument(document: SegmentDocument): string {
  const text = JSON.stringify(document);
  // `translate` writes the two first already; others are put in order. The text tells sooner than the object's members.
  if (text.startsWith(ID) && text.startsWith(',"trace_id":', SECOND)) return text;
  const { id, trace_id, ...rest } = document;
  return JSON.stringify({ id, trace_id, ...rest });
}
