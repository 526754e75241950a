/** An error of another realm (a `vm` context, a test runner's sandbox) is no instance of ours. Throws what its getters throw. */
export function isErrorLike(thrown: unknown): thrown is Error {
  return (
    thrown instanceof Error ||
    (typeof thrown === 'object' && thrown !== null && 'message' in thrown && 'stack' in thrown)
  );
}

/** What is no error, as text: `full`, `7`, `{"reason":"full"}`. Throws where JSON cannot hold it. */
export function describe(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  return JSON.stringify(thrown) ?? Object.prototype.toString.call(thrown);
}

/** How many characters of a value are written. */
const MAX_VALUE_CHARS = 1000;

/** A value in one line, much as Node prints it: `'full'`, `7`, `{"reason":"full"}`. Never throws. */
export function inspectValue(value: unknown): string {
  try {
    if (typeof value === 'string' && !/['\\\n\r]/.test(value)) return `'${value.slice(0, MAX_VALUE_CHARS)}'`;
    const text = ['number', 'bigint', 'boolean', 'symbol', 'undefined'].includes(typeof value)
      ? String(value)
      : JSON.stringify(value);
    if (text !== undefined) return text.slice(0, MAX_VALUE_CHARS);
  } catch {
    // JSON cannot hold it: a ring, a getter that throws.
  }
  return typeof value === 'function' ? '[Function]' : '[Object]';
}
