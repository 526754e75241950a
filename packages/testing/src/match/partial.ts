/** A place where a value is not what was expected. */
export interface Mismatch {
  /** From the compared value: `['aws', 'operation']`. */
  readonly path: readonly string[];
  /** What was wanted there; `absent` where nothing was. */
  readonly expected: unknown;
  /** `undefined` where nothing is. */
  readonly received: unknown;
}

/** What `expect.any(String)` and the like are, in jest and in vitest. */
interface AsymmetricMatcher {
  asymmetricMatch(value: unknown): boolean;
  toString(): string;
  toAsymmetricMatcher?(): string;
}

/**
 * Every place where `received` is not what the partial value `expected` says; none if it matches.
 *
 * Objects are compared by the members that `expected` names, at every depth; a member that is `undefined` there must be absent.
 * Lists are compared whole, item by item, each item as partial value; items can also be named by number, as members. A regular expression matches texts, an asymmetric matcher
 * (`expect.any(Number)`) what it likes; everything else must be equal. Never throws, unless a matcher does.
 */
export function findMismatches(
  expected: unknown,
  received: unknown,
  path: readonly string[] = [],
): readonly Mismatch[] {
  if (isAsymmetricMatcher(expected)) {
    return expected.asymmetricMatch(received) ? [] : [{ path, expected, received }];
  }
  if (expected instanceof RegExp) {
    const matches = typeof received === 'string' && received.search(expected) !== -1;
    return matches ? [] : [{ path, expected, received }];
  }
  if (Array.isArray(expected)) return compareLists(expected, received, path);
  if (!isObject(expected)) return Object.is(expected, received) ? [] : [{ path, expected, received }];
  // Of a list, members are its items by number: `cause.exceptions.0.type`.
  if (!isObject(received) && !Array.isArray(received)) return [{ path, expected, received }];
  const members: Readonly<Record<string, unknown>> = received as never;
  return Object.keys(expected).flatMap((key) =>
    findMismatches(expected[key], Object.hasOwn(members, key) ? members[key] : undefined, [...path, key]),
  );
}

/** A value as one line of text, as a person would write it: JSON, and matchers by their own names. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (isAsymmetricMatcher(value)) return showMatcher(value);
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return `[${value.map(showValue).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? String(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${showValue(member)}`);
  return `{${members.join(', ')}}`;
}

/** Whether a value is one of the runner's own matchers, which decide for themselves. */
export function isAsymmetricMatcher(value: unknown): value is AsymmetricMatcher {
  return typeof value === 'object' && value !== null && 'asymmetricMatch' in value;
}

/** Whether a value has members to look at: an object, but neither a list nor a matcher of any kind. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compareLists(expected: readonly unknown[], received: unknown, path: readonly string[]): readonly Mismatch[] {
  if (!Array.isArray(received) || received.length !== expected.length) return [{ path, expected, received }];
  return expected.flatMap((item, index) => findMismatches(item, received[index], [...path, String(index)]));
}

function showMatcher(matcher: AsymmetricMatcher): string {
  const { sample } = matcher as { readonly sample?: unknown };
  const own = matcher.toAsymmetricMatcher?.() ?? matcher.toString();
  // jest and vitest name the kind, and keep what it was made with apart.
  if (own.includes('<') || own.includes('(') || sample === undefined) return own;
  return `${own}(${typeof sample === 'function' ? sample.name : showValue(sample)})`;
}
