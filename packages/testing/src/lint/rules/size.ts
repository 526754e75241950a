import { MAX_DATAGRAM_DOCUMENT_BYTES, MAX_DOCUMENT_BYTES } from '../limits.ts';
import type { Entity, Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide } from '../sources.ts';

/** Rules on the size of a document, as compact JSON in UTF-8. */
export const sizeRules: readonly Rule[] = [
  {
    id: 'document-size',
    severity: 'rejected',
    asks: `A document has at most 64 kB (${MAX_DOCUMENT_BYTES} bytes).`,
    source: guide('introduction'),
    find: (entity) => {
      const bytes = bytesOf(entity);
      const message = (): string =>
        `${bytes} bytes, and ${MAX_DOCUMENT_BYTES} are taken: send subsegments on their own, or cut metadata`;
      return problemIf(bytes > MAX_DOCUMENT_BYTES, '', message);
    },
  },
  {
    id: 'datagram-size',
    severity: 'dropped',
    asks: `A document has at most ${MAX_DATAGRAM_DOCUMENT_BYTES} bytes, what a datagram to the daemon holds.`,
    why: 'A larger datagram is refused on the sending side; through the API the document would pass.',
    source: 'UDP over IPv4: 65,507 bytes of payload, less the header line of the X-Ray daemon',
    find: (entity) => {
      const bytes = bytesOf(entity);
      const isBetween = bytes > MAX_DATAGRAM_DOCUMENT_BYTES && bytes <= MAX_DOCUMENT_BYTES;
      return problemIf(
        isBetween,
        '',
        () => `${bytes} bytes do not fit a datagram (${MAX_DATAGRAM_DOCUMENT_BYTES}): send subsegments on their own`,
      );
    },
  },
];

function bytesOf({ parent, members }: Entity): number {
  return parent === undefined ? Buffer.byteLength(JSON.stringify(members)) : 0;
}
