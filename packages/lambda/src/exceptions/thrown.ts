import { toBoundedJson } from '../helpers/bounded-json.ts';

/** An error of another realm (a `vm` context, a test runner's sandbox) is no instance of ours. Throws what its getters throw. */
export function isErrorLike(thrown: unknown): thrown is Error {
  return (
    thrown instanceof Error ||
    (typeof thrown === 'object' && thrown !== null && 'message' in thrown && 'stack' in thrown)
  );
}

/** How many characters are written of an object that was thrown. */
const MAX_DESCRIBED_CHARS = 10_000;

/**
 * What is no error, as text: `full`, `7`, `{"reason":"full"}`. Of an object, however large, as much is read as is written. Throws
 * what its `toString` throws.
 */
export function describe(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  return toJson(thrown, MAX_DESCRIBED_CHARS) ?? Object.prototype.toString.call(thrown);
}

/** How many characters of a value are written. */
const MAX_VALUE_CHARS = 1000;

/** A value in one line, much as Node prints it: `'full'`, `7`, `{"reason":"full"}`. No more is read than is written. Never throws. */
export function inspectValue(value: unknown): string {
  switch (typeof value) {
    case 'string': {
      const text = value.slice(0, MAX_VALUE_CHARS);
      return /['\\\n\r]/.test(text) ? JSON.stringify(text) : `'${text}'`;
    }
    case 'object':
      return toJson(value, MAX_VALUE_CHARS)?.slice(0, MAX_VALUE_CHARS) ?? '[Object]';
    case 'function':
      return '[Function]';
    default:
      return String(value);
  }
}

/** `undefined` where its `toJSON` says that there is nothing. */
function toJson(value: object | null, maxChars: number): string | undefined {
  return JSON.stringify(toBoundedJson(value, maxChars));
}
