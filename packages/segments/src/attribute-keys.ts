import { familyOf } from './families.ts';

/** An attribute key and what follows from it alone: one object per key, shared by all spans that have it. */
export interface AttributeKey {
  readonly name: string;
  /** Where a reader keeps the value; {@link NO_SLOT} for a key that no field asks for. */
  readonly slot: Slot;
  /** See `Family`. */
  readonly families: number;
  /** How its texts are sent; found out when the first of them is. */
  treatment: Treatment | undefined;
}

/** How the texts of a key are to be treated. */
export type Treatment = 'plain' | 'query' | 'parameter' | 'secret' | 'destination';

/** The number by which fields ask for an attribute. */
export type Slot = number;

export const NO_SLOT: Slot = 0;

/** More than all fields ask for, which is about a hundred. */
export const MAX_SLOTS = 192;

/** The numbers of the keys that fields ask for. No more than that: they are asked for while this package is loaded. */
const slots = new Map<string, Slot>();
/** Keys that were met. They come from outside: apps use few and short ones, but nothing may grow without end. */
const met = new Map<string, AttributeKey>();
const MAX_MET = 2048;
const MAX_MET_CHARS = 256;

/**
 * The number of a key that a field asks for, the same at each call. For constants of a module: what is read by number need not
 * be looked up by its text, of which each span would have a hundred.
 *
 * @throws RangeError where no number is left.
 */
/* @__NO_SIDE_EFFECTS__ */
export function slotOf(name: string): Slot {
  const known = slots.get(name);
  if (known !== undefined) return known;
  const slot = slots.size + 1;
  if (slot >= MAX_SLOTS) throw new RangeError(`no slot left for the attribute ${name}`);
  slots.set(name, slot);
  // It may have been met as a key that nobody asks for.
  met.delete(name);
  return slot;
}

/** {@link slotOf} for each of several keys. */
/* @__NO_SIDE_EFFECTS__ */
export function slotsOf(...names: readonly string[]): readonly Slot[] {
  return names.map(slotOf);
}

/** What is known of the key that a span has. */
export function attributeKeyOf(name: string): AttributeKey {
  return met.get(name) ?? learn(name);
}

function learn(name: string): AttributeKey {
  const key: AttributeKey = { name, slot: slots.get(name) ?? NO_SLOT, families: familyOf(name), treatment: undefined };
  if (name.length > MAX_MET_CHARS) return key;
  if (met.size >= MAX_MET) met.clear();
  met.set(name, key);
  return key;
}
