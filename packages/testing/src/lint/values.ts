import type { JsonObject } from './rule.ts';

const MAX_QUOTED_CHARS = 40;
const ID = /^[0-9a-f]{16}$/i;
const TRACE_ID = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/i;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

/** Whether it is 16 hex digits, in any case. */
export function isId(value: unknown): value is string {
  return isText(value) && ID.test(value);
}

/** Whether it is a trace id in X-Ray's form, in any case. */
export function isXRayTraceId(value: unknown): value is string {
  return isText(value) && TRACE_ID.test(value);
}

/** Characters (code points), as X-Ray's limits count them. */
export function charsOf(text: string): number {
  const pairs = text.match(/[\ud800-\udbff][\udc00-\udfff]/g);
  return text.length - (pairs?.length ?? 0);
}

/** The members of what may be an object; none of anything else. */
export function membersOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** A member's own value; `undefined` where there is none. */
export function ownOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The items of what may be a list; none of anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A step of a JSON pointer: `a/b` → `/a~1b`. */
export function step(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** What stands there instead, in a few words: `nothing`, `null`, `the number 7`, `the text "on"`, `a list`. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null (which NaN and Infinity become in JSON)';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return isText(value) ? `the text ${quote(value)}` : `the ${typeof value} ${String(value)}`;
}

/** A short quotation: its start, where it is long. */
export function quote(text: string): string {
  const start = text.length > MAX_QUOTED_CHARS ? `${text.slice(0, MAX_QUOTED_CHARS)}…` : text;
  return JSON.stringify(start);
}
