import { familyOf } from './families.ts';
import type { Attributes } from './span.ts';

/**
 * Reads a span's attributes and remembers which of them have found their place in the document, so that the rest can go
 * into metadata. "Empty" counts as missing everywhere: an attribute that is present but `''` answers nothing.
 */
export class AttributeReader {
  readonly all: Attributes;
  readonly keys: readonly string[];
  readonly #families: number;
  readonly #taken: Set<string>;

  constructor(attributes: Attributes, taken: Set<string> = new Set()) {
    this.all = attributes;
    this.keys = Object.keys(attributes);
    let families = 0;
    for (const key of this.keys) families |= familyOf(key);
    this.#families = families;
    this.#taken = taken;
  }

  /** Whether a key of one of these families is there; see `Family`. */
  hasFamily(families: number): boolean {
    return (this.#families & families) !== 0;
  }

  /** The same attributes without some; what is taken of the others stays taken. */
  without(keys: readonly string[]): AttributeReader {
    const rest = Object.entries(this.all).filter(([key]) => !keys.includes(key));
    return new AttributeReader(Object.fromEntries(rest), new Set(this.#taken));
  }

  /** The value as it is; `undefined` if the key is absent. */
  value(key: string): unknown {
    return this.all[key];
  }

  /** Whether the key is there with any value, `null` included. */
  has(key: string): boolean {
    return this.all[key] !== undefined;
  }

  /** The value if it is a text, `''` for every other type and for an absent key. */
  text(key: string): string {
    return textOf(this.all, key);
  }

  /** The first of `keys` whose value is a non-empty text: name the newer convention first, it wins. */
  firstTextKey(keys: readonly string[]): string | undefined {
    for (const key of keys) if (this.text(key) !== '') return key;
    return undefined;
  }

  /** The value of {@link firstTextKey}, or `''`. */
  firstText(keys: readonly string[]): string {
    const key = this.firstTextKey(keys);
    return key === undefined ? '' : this.text(key);
  }

  /** Marks the key as told elsewhere in the document: it does not become metadata. */
  take(key: string): void {
    this.#taken.add(key);
  }

  /** Takes the key if its text already stands in `told`, so that nothing vanishes that is not in the document. */
  takeIfToldIn(key: string, told: string): void {
    const value = this.all[key];
    if ((typeof value === 'string' || typeof value === 'number') && standsIn(String(value), told)) this.take(key);
  }

  isTaken(key: string): boolean {
    return this.#taken.has(key);
  }
}

const MAX_PLACES = 8;
const WORD = /[\p{L}\p{N}]/u;

/** Whether `told` has the text as a whole word: `80` does not stand in `:8080`, nor `http` in `https:`. */
function standsIn(text: string, told: string): boolean {
  if (text === '') return true;
  let start = told.indexOf(text);
  // A few places are looked at: a text that overlaps itself may stand at thousands.
  for (let tries = 0; start !== -1 && tries < MAX_PLACES; tries++) {
    if (!isInsideWord(told, start) && !isInsideWord(told, start + text.length)) return true;
    start = told.indexOf(text, start + 1);
  }
  return false;
}

function isInsideWord(text: string, index: number): boolean {
  return WORD.test(text.charAt(index - 1)) && WORD.test(text.charAt(index));
}

/** The value under `key` if it is a text, `''` for every other type and for an absent key. */
export function textOf(attributes: Attributes, key: string): string {
  const value = attributes[key];
  return typeof value === 'string' ? value : '';
}

/** An integer from a number or a decimal text (`404`, `"404"`); `undefined` for everything else. */
export function toInteger(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value === 'bigint') return toInteger(Number(value));
  if (typeof value === 'string' && /^[+-]?\d{1,15}$/.test(value)) return Number(value);
  return undefined;
}
