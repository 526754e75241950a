import type { Attributes } from '@opentelemetry/api';

/** An object of an event, or of an answer. */
export type Members = Readonly<Record<string, unknown>>;

/** Whether a value has named members: no array, not `null`. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at the end of a path of members, `undefined` where one is missing. Throws what a getter on the way throws. */
export function at(from: unknown, ...path: readonly string[]): unknown {
  let value = from;
  for (const key of path) {
    if (!isObject(value)) return undefined;
    value = value[key];
  }
  return value;
}

/** {@link at} for texts: `undefined` for every other type and for an empty one, which tells nothing. */
export function textAt(from: unknown, ...path: readonly string[]): string | undefined {
  const value = at(from, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The attributes without those that are `undefined`. */
export function present(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
