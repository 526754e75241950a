/**
 * The names in a list of headers, in lower case: names and values in turn, or in pairs, or as lines of text, which undici sent
 * before its version 6.
 */
export function headerNames(headers: unknown): ReadonlySet<string> {
  return new Set(namesIn(headers).map((name) => String(name).toLowerCase()));
}

function namesIn(headers: unknown): readonly unknown[] {
  if (!Array.isArray(headers)) {
    const lines = String(headers ?? '').split('\r\n');
    return lines.map((line) => line.split(':', 1)[0]);
  }
  if (isInPairs(headers)) return headers.map((pair) => (pair as readonly unknown[])[0]);
  return headers.filter((_, index) => index % 2 === 0);
}

/** Whether the list is one of pairs, as its first item tells. */
export function isInPairs(headers: readonly unknown[]): boolean {
  return Array.isArray(headers[0]);
}
