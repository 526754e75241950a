import { HEADER_LINE } from '@otel-xray/segments';

/**
 * What a datagram may hold where 65,507 bytes are too much: macOS's default (`net.inet.udp.maxdgram`), then what goes through an
 * Ethernet without being taken apart.
 */
const SMALLER_DATAGRAM_BYTES = [9_216, 1_472];

/**
 * The largest document, in bytes without the header line, to try next after a datagram of `datagramBytes` proved too large;
 * `undefined` where there is nothing smaller to try.
 */
export function smallerLimit(datagramBytes: number): number | undefined {
  const smaller = SMALLER_DATAGRAM_BYTES.find((bytes) => bytes < datagramBytes);
  return smaller === undefined ? undefined : smaller - HEADER_LINE.length;
}
