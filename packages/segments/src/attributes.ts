import { type AttributeKey, attributeKeyOf, MAX_SLOTS, NO_SLOT, type Slot } from './attribute-keys.ts';
import type { Attributes } from './span.ts';

/** Readers that no span uses. Spans are read one after the other, so there is mostly one: making it costs as much as reading. */
const free: AttributeReader[] = [];
const MAX_FREE = 4;

const NO_ATTRIBUTES: Attributes = {};
const NO_KEYS: readonly AttributeKey[] = [];
const NO_VALUES: readonly unknown[] = [undefined];
const hasOwn = Object.prototype.hasOwnProperty;

/**
 * Reads a span's attributes and remembers which of them have found their place in the document, so that the rest can go
 * into metadata. "Empty" counts as missing everywhere: an attribute that is present but `''` answers nothing.
 *
 * Each value is read once, in one pass over the keys; fields ask by slot.
 */
export class AttributeReader {
  #all: Attributes = NO_ATTRIBUTES;
  #keys: readonly AttributeKey[] = NO_KEYS;
  /** The first is what an absent key answers; the value of `keys[i]` is behind it. */
  #values: readonly unknown[] = NO_VALUES;
  #families = 0;
  /** By slot: where in the list of values; `0` for an absent key. */
  readonly #positions = new Uint32Array(MAX_SLOTS);
  /** By slot: whether the key is taken. */
  readonly #taken = new Uint8Array(MAX_SLOTS);

  constructor(attributes: Attributes) {
    this.#read(attributes);
  }

  /** A reader that somebody has released, or a new one. */
  static of(attributes: Attributes): AttributeReader {
    const reader = free.pop();
    if (reader === undefined) return new AttributeReader(attributes);
    reader.#read(attributes);
    return reader;
  }

  #read(attributes: Attributes): void {
    const keys: AttributeKey[] = [];
    const values: unknown[] = [undefined];
    const positions = this.#positions;
    let families = 0;
    for (const name in attributes) {
      if (!hasOwn.call(attributes, name)) continue;
      const key = attributeKeyOf(name);
      const value = attributes[name];
      if (key.slot !== NO_SLOT && value !== undefined) positions[key.slot] = values.length;
      families |= key.families;
      keys.push(key);
      values.push(value);
    }
    this.#all = attributes;
    this.#keys = keys;
    this.#values = values;
    this.#families = families;
  }

  /** Forgets all, for the next span: nobody may ask the reader any more. */
  release(): void {
    for (const { slot } of this.#keys) {
      this.#positions[slot] = 0;
      this.#taken[slot] = 0;
    }
    this.#all = NO_ATTRIBUTES;
    this.#keys = NO_KEYS;
    this.#values = NO_VALUES;
    if (free.length < MAX_FREE) free.push(this);
  }

  /** As the span has them. */
  get all(): Attributes {
    return this.#all;
  }

  /** In the span's order. */
  get keys(): readonly AttributeKey[] {
    return this.#keys;
  }

  /** Whether a key of one of these families is there; see `Family`. */
  hasFamily(families: number): boolean {
    return (this.#families & families) !== 0;
  }

  /** The same attributes without some; what is taken of the others stays taken. */
  without(slots: readonly Slot[]): AttributeReader {
    const rest = Object.entries(this.#all).filter(([name]) => !slots.includes(attributeKeyOf(name).slot));
    const copy = new AttributeReader(Object.fromEntries(rest));
    for (const { slot } of copy.keys) if (this.isTaken(slot)) copy.take(slot);
    return copy;
  }

  /** The value as it is; `undefined` if the key is absent. */
  value(slot: Slot): unknown {
    return this.#values[this.#positions[slot] as number];
  }

  /** The value of `keys[index]`. */
  valueAt(index: number): unknown {
    return this.#values[index + 1];
  }

  /** Whether the key is there with any value, `null` included. */
  has(slot: Slot): boolean {
    return this.#positions[slot] !== 0;
  }

  /** Whether one of the keys is there. */
  hasAny(slots: readonly Slot[]): boolean {
    for (const slot of slots) if (this.#positions[slot] !== 0) return true;
    return false;
  }

  /** The value if it is a text, `''` for every other type and for an absent key. */
  text(slot: Slot): string {
    const value = this.#values[this.#positions[slot] as number];
    return typeof value === 'string' ? value : '';
  }

  /** The first of `slots` whose value is a non-empty text: name the newer convention first, it wins. */
  firstTextKey(slots: readonly Slot[]): Slot | undefined {
    for (const slot of slots) if (this.text(slot) !== '') return slot;
    return undefined;
  }

  /** The value of {@link firstTextKey}, or `''`. */
  firstText(slots: readonly Slot[]): string {
    for (const slot of slots) {
      const text = this.text(slot);
      if (text !== '') return text;
    }
    return '';
  }

  /** Marks the key as told elsewhere in the document: it does not become metadata. */
  take(slot: Slot): void {
    if (this.has(slot)) this.#taken[slot] = 1;
  }

  /** Takes those of the keys whose text is exactly what is `told`. */
  takeTwins(slots: readonly Slot[], told: string): void {
    for (const slot of slots) if (told !== '' && this.text(slot) === told) this.take(slot);
  }

  /** Takes the key if its text already stands in `told`, so that nothing vanishes that is not in the document. */
  takeIfToldIn(slot: Slot, told: string): void {
    const value = this.value(slot);
    if (value === undefined) return;
    if ((typeof value === 'string' || typeof value === 'number') && standsIn(String(value), told)) this.take(slot);
  }

  isTaken(slot: Slot): boolean {
    return this.#taken[slot] === 1;
  }
}

const MAX_PLACES = 8;

/** Whether `told` has the text as a whole word: `80` does not stand in `:8080`, nor `http` in `https:`. */
function standsIn(text: string, told: string): boolean {
  if (text === '' || text === told) return true;
  let start = told.indexOf(text);
  // A few places are looked at: a text that overlaps itself may stand at thousands.
  for (let tries = 0; start !== -1 && tries < MAX_PLACES; tries++) {
    if (!isInsideWord(told, start) && !isInsideWord(told, start + text.length)) return true;
    start = told.indexOf(text, start + 1);
  }
  return false;
}

function isInsideWord(text: string, index: number): boolean {
  return isOfWord(text, index - 1) && isOfWord(text, index);
}

function isOfWord(text: string, index: number): boolean {
  if (index < 0 || index >= text.length) return false;
  const code = text.charCodeAt(index);
  if (code < 128) return (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  // Written here and not above: the engine reads the sets of such an expression where it is made, and few texts need it.
  return /[\p{L}\p{N}]/u.test(text.charAt(index));
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
