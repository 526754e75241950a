import type { HrTime } from '../span.ts';
import { unexpected, type OtlpNode } from './node.ts';

const HEX = /^[0-9a-fA-F]+$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
// A 64-bit unsigned integer has at most 20 digits.
const UNSIGNED = /^\d{1,20}$/;
const SIGNED = /^-?\d{1,20}$/;

/** A text; `''` where it is absent, as the format says of every text. */
export function textOf(node: OtlpNode, key: string): string {
  const value = node.members[key] ?? '';
  if (typeof value !== 'string') throw unexpected(node, key, 'text');
  return value;
}

/**
 * An id of `byteLength` bytes as lower-case hex digits; all zeros where it is absent.
 *
 * Hex digits of either case are what OTLP/JSON says; base64, which generic protobuf-to-JSON writers give, is read too.
 * A text that is neither is given as it is: whether an id is valid is for `translate` to say.
 */
export function idOf(node: OtlpNode, key: string, byteLength: number): string {
  const text = textOf(node, key);
  if (text === '') return '0'.repeat(byteLength * 2);
  if (text.length === byteLength * 2) return HEX.test(text) ? text.toLowerCase() : text;
  if (!BASE64.test(text)) return text;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === byteLength ? bytes.toString('hex') : text;
}

/**
 * Nanoseconds since the epoch, as text (in full) or as a number (which a double holds to 256 ns today); `[0, 0]` where
 * the time is absent.
 */
export function timeOf(node: OtlpNode, key: string): HrTime {
  const digits = digitsOf(node.members[key] ?? '0');
  if (digits === undefined) throw unexpected(node, key, 'nanoseconds since the epoch, as digits');
  return [Number(digits.slice(0, -9)), Number(digits.slice(-9))];
}

/** A number that is not negative; `0` where it is absent. */
export function countOf(node: OtlpNode, key: string): number {
  const digits = digitsOf(node.members[key] ?? '0');
  if (digits === undefined) throw unexpected(node, key, 'a whole number');
  return Number(digits);
}

/** The number of an enum's value, told as a number or by its name; `-1` for a name that is not in `names`. */
export function enumOf(node: OtlpNode, key: string, names: readonly string[]): number {
  const value = node.members[key] ?? 0;
  const digits = digitsOf(value);
  if (digits !== undefined) return Number(digits);
  if (typeof value !== 'string') throw unexpected(node, key, 'a number or a name');
  return names.indexOf(value);
}

/** A 64-bit integer: a number where a double holds it exactly, else a bigint. */
export function integerOf(node: OtlpNode, key: string): number | bigint {
  const value = node.members[key];
  const whole = typeof value === 'string' ? SIGNED.test(value) : Number.isInteger(value);
  if (!whole) throw unexpected(node, key, 'a whole number');
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : BigInt(value as string | number);
}

/** A double; JSON has no NaN and no infinities, so they come as text. */
export function doubleOf(node: OtlpNode, key: string): number {
  const value = node.members[key];
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isNaN(number) && value !== 'NaN') throw unexpected(node, key, 'a number, "NaN" or "Infinity"');
  return number;
}

export function booleanOf(node: OtlpNode, key: string): boolean {
  const value = node.members[key];
  if (typeof value !== 'boolean') throw unexpected(node, key, 'true or false');
  return value;
}

/** Bytes, which the format writes as base64. */
export function bytesOf(node: OtlpNode, key: string): Uint8Array {
  const text = textOf(node, key);
  if (text !== '' && !BASE64.test(text)) throw unexpected(node, key, 'base64');
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function digitsOf(value: unknown): string | undefined {
  const digits = typeof value === 'number' && Number.isInteger(value) ? BigInt(value).toString() : value;
  return typeof digits === 'string' && UNSIGNED.test(digits) ? digits : undefined;
}
