/** Bytes of a value as compact JSON in UTF-8; `0` for what JSON leaves out. */
export function jsonBytes(value: unknown): number {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? 0 : Buffer.byteLength(text);
}
