import type { Problem } from './rule.ts';
import { charsOf, describeValue, isObject, isText, quote, step } from './values.ts';
import { nearestOf } from './spelling.ts';

/** What a member may hold. */
export type Shape =
  | { readonly is: 'text'; readonly maxChars?: number }
  | { readonly is: 'number' | 'integer' | 'boolean' }
  /** Anything, or what a rule of its own judges. */
  | { readonly is: 'free' }
  | { readonly is: 'list'; readonly of: Shape }
  | ObjectShape;

export interface ObjectShape {
  readonly is: 'object';
  readonly members: Readonly<Record<string, Shape>>;
  /** Whether other members are usual too, so that none is called unknown. */
  readonly isOpen?: boolean;
  /** Whether a rule of its own judges what is no object. */
  readonly mayBeOther?: boolean;
}

/** How a value differs from its shape. */
export interface Mismatch extends Problem {
  readonly kind: 'type' | 'length' | 'unknown';
}

/** Where a value differs from its shape. */
export function* mismatchesOf(value: unknown, shape: Shape, pointer = ''): Generator<Mismatch> {
  switch (shape.is) {
    case 'free':
      return;
    case 'text':
      yield* textMismatches(value, shape.maxChars, pointer);
      return;
    case 'list':
      if (!Array.isArray(value)) yield typeMismatch(value, 'a list', pointer);
      else for (const [index, item] of value.entries()) yield* mismatchesOf(item, shape.of, pointer + step(index));
      return;
    case 'object':
      yield* objectMismatches(value, shape, pointer);
      return;
    case 'boolean':
      if (typeof value !== 'boolean') yield typeMismatch(value, 'true or false', pointer);
      return;
    case 'number':
      if (typeof value !== 'number') yield typeMismatch(value, 'a number', pointer);
      return;
    case 'integer':
      if (!Number.isInteger(value)) yield typeMismatch(value, 'a whole number', pointer);
      return;
  }
}

function* textMismatches(value: unknown, maxChars: number | undefined, pointer: string): Generator<Mismatch> {
  if (!isText(value)) yield typeMismatch(value, 'a text', pointer);
  else if (maxChars !== undefined && charsOf(value) > maxChars) {
    const message = `${charsOf(value)} characters, and at most ${maxChars} are taken: cut it, and keep the whole in metadata`;
    yield { kind: 'length', pointer, message };
  }
}

function* objectMismatches(value: unknown, shape: ObjectShape, pointer: string): Generator<Mismatch> {
  if (!isObject(value)) {
    if (shape.mayBeOther !== true) yield typeMismatch(value, 'an object', pointer);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    const of = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
    if (of !== undefined) yield* mismatchesOf(member, of, pointer + step(name));
    else if (shape.isOpen !== true) yield unknown(name, shape, pointer);
  }
}

function typeMismatch(value: unknown, expected: string, pointer: string): Mismatch {
  return {
    kind: 'type',
    pointer,
    message: `expected ${expected}, found ${describeValue(value)}: write it so, or leave it out`,
  };
}

function unknown(name: string, { members }: ObjectShape, pointer: string): Mismatch {
  const nearest = nearestOf(name, Object.keys(members));
  const advice =
    nearest === undefined ? 'what has no place of its own belongs into metadata' : `did you mean "${nearest}"?`;
  return {
    kind: 'unknown',
    pointer: pointer + step(name),
    message: `X-Ray knows no member ${quote(name)} here: ${advice}`,
  };
}
