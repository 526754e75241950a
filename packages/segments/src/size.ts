/** More than any document has: what stands for a value whose JSON is longer than a text can be. */
const ENDLESS_BYTES = 2 ** 40;

/** Bytes of a value as compact JSON in UTF-8; `0` for what JSON leaves out, and 2⁴⁰ for what no text can hold (512 MB). */
export function jsonBytes(value: unknown): number {
  const text = toJson(value);
  if (text === undefined) return ENDLESS_BYTES;
  return Buffer.byteLength(text);
}

/** The value as compact JSON, `''` for what JSON leaves out; `undefined` where no text can hold it: few texts in many places unfold. */
export function toJson(value: unknown): string | undefined {
  try {
    return (JSON.stringify(value) as string | undefined) ?? '';
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
