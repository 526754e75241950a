import type { Members } from './call.ts';

/**
 * Whether a copy of its own members says all that the object does: not so where a class computes them, or hides them.
 *
 * What the app hands the AWS SDK is never changed, as it may be frozen, or used again; where no copy will do, it goes out as it is.
 * May throw what a proxy throws.
 */
export function isCopyable(value: unknown): value is Members {
  if (typeof value !== 'object' || value === null) return false;
  if (descriptorsOf(value).some(({ enumerable }) => enumerable === false)) return false;
  for (let level = parentOf(value); level !== null && parentOf(level) !== null; level = parentOf(level)) {
    if (descriptorsOf(level).some(({ get }) => get !== undefined)) return false;
  }
  return true;
}

function descriptorsOf(value: object): readonly PropertyDescriptor[] {
  return Object.values(Object.getOwnPropertyDescriptors(value));
}

/** The outermost of its chain is `Object.prototype`, of whichever realm. */
function parentOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null;
}
