import { HEADER_LINE } from '@otel-xray/segments';

/**
 * What a datagram may hold where 65,507 bytes are too much: macOS's default (`net.inet.udp.maxdgram`), then what goes without being
 * taken apart through an Ethernet, and through whatever IPv6 goes through (1,280 bytes with the headers).
 */
const SMALLER_DATAGRAM_BYTES = [9_216, 1_472, 1_232];

/**
 * The largest document, in bytes without the header line, to try next after datagrams of these sizes proved too large; `undefined`
 * where there is nothing smaller to try for any of them.
 */
export function smallerLimit(datagramBytes: readonly number[]): number | undefined {
  let limit: number | undefined;
  for (const size of datagramBytes) {
    const smaller = SMALLER_DATAGRAM_BYTES.find((bytes) => bytes < size);
    if (smaller !== undefined) limit = Math.min(limit ?? smaller, smaller);
  }
  return limit === undefined ? undefined : limit - HEADER_LINE.length;
}
