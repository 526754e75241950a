/** A value as JSON knows it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** How deep objects may lie in each other; JSON that is read or written deeper may exhaust the stack. */
const MAX_DEPTH = 32;

const TOO_DEEP = `[nested deeper than ${MAX_DEPTH} levels]`;
const CYCLE = '[cyclic]';
const UNREADABLE = '[unreadable]';
const CUT = '[cut]';

/**
 * A copy of any value that `JSON.stringify` is sure to take, and that it makes about `maxChars` long at most; `undefined` for
 * what JSON leaves out (`undefined`, functions, symbols). Never throws.
 *
 * It is what `JSON.stringify` would make of the value (`toJSON` is asked), and a short text where that would fail or lose
 * something: an object within itself, a getter that throws, too many levels, bytes, NaN, a large bigint. What is too long ends
 * in `[cut]`.
 */
export function toBoundedJson(value: unknown, maxChars: number): Json | undefined {
  return new Copy(maxChars).of(value, '');
}

class Copy {
  /** Characters that may still be written. */
  #left: number;
  /** The objects around the present one. */
  readonly #path: object[] = [];

  constructor(maxChars: number) {
    this.#left = maxChars;
  }

  of(value: unknown, key: string): Json | undefined {
    try {
      return this.#ofPlain(this.#isBytes(value) ? value : withToJson(value, key));
    } catch {
      // A getter, a proxy or a `toJSON` of the app's threw: that costs this value, not its neighbours.
      return UNREADABLE;
    }
  }

  #ofPlain(value: unknown): Json | undefined {
    switch (typeof value) {
      case 'string':
        return this.#ofText(value);
      case 'number':
        return this.#ofText(Number.isFinite(value) ? value : String(value));
      case 'bigint':
        return this.#ofText(Number.isSafeInteger(Number(value)) ? Number(value) : String(value));
      case 'boolean':
        return this.#ofText(value);
      case 'object':
        return value === null ? this.#ofText(value) : this.#ofObject(value);
      default: // `undefined`, a function, a symbol: JSON leaves them out.
        return undefined;
    }
  }

  #ofText<Value extends string | number | boolean | null>(value: Value): Value | string {
    const length = String(value).length + 3;
    const room = this.#left;
    this.#left -= length;
    if (room >= length) return value;
    return typeof value === 'string' ? value.slice(0, Math.max(0, room)) + CUT : CUT;
  }

  #ofObject(value: object): Json {
    if (this.#isBytes(value)) return `[${value.byteLength} bytes]`;
    if (this.#path.includes(value)) return CYCLE;
    if (this.#path.length === MAX_DEPTH) return TOO_DEEP;
    this.#path.push(value);
    try {
      this.#left -= 2;
      return Array.isArray(value) ? this.#ofItems(value) : this.#ofMembers(value as Record<string, unknown>);
    } finally {
      this.#path.pop();
    }
  }

  #ofItems(items: readonly unknown[]): readonly Json[] {
    const copy: Json[] = [];
    for (const item of items) {
      if (this.#left <= 0) return [...copy, CUT];
      copy.push(this.of(item, String(copy.length)) ?? null);
    }
    return copy;
  }

  #ofMembers(members: Readonly<Record<string, unknown>>): Json {
    const copy: [string, Json][] = [];
    for (const key of Object.keys(members)) {
      if (this.#left <= 0) return Object.fromEntries([...copy, [CUT, true]]);
      this.#left -= key.length + 3;
      const value = this.#ofMember(members, key);
      if (value !== undefined) copy.push([key, value]);
    }
    // Sets own members only, also one that is called `__proto__`.
    return Object.fromEntries(copy);
  }

  #ofMember(members: Readonly<Record<string, unknown>>, key: string): Json | undefined {
    try {
      return this.of(members[key], key);
    } catch {
      // The getter of one member threw.
      return UNREADABLE;
    }
  }

  /** A buffer's `toJSON` would make a number of every byte. */
  #isBytes(value: unknown): value is ArrayBufferView {
    return ArrayBuffer.isView(value);
  }
}

function withToJson(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { toJSON } = value as { readonly toJSON?: unknown };
  return typeof toJSON === 'function' ? toJSON.call(value, key) : value;
}
