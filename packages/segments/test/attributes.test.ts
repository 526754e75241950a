import { describe, expect, it } from 'vitest';
import { type Slot, slotOf } from '../src/attribute-keys.ts';
import { AttributeReader, textOf, toInteger } from '../src/attributes.ts';
import type { Attributes } from '../src/span.ts';

describe('toInteger', () => {
  it.each([
    { value: 404, integer: 404, why: 'an integer' },
    { value: 0, integer: 0, why: 'zero is data' },
    { value: '404', integer: 404, why: 'decimal text' },
    { value: '-1', integer: -1, why: 'a sign' },
    { value: '007', integer: 7, why: 'leading zeros' },
    { value: 12n, integer: 12, why: 'a bigint that a number holds' },
    { value: 2n ** 64n, integer: undefined, why: 'a bigint that no number holds' },
    { value: 2 ** 53, integer: undefined, why: 'not a safe integer' },
    { value: 4.5, integer: undefined, why: 'a fraction' },
    { value: Number.NaN, integer: undefined, why: 'no number' },
    { value: '404 ', integer: undefined, why: 'a space behind' },
    { value: '0x10', integer: undefined, why: 'not decimal' },
    { value: '1e3', integer: undefined, why: 'not decimal' },
    { value: '1'.repeat(16), integer: undefined, why: 'more digits than are safe' },
    { value: '', integer: undefined, why: 'empty' },
    { value: true, integer: undefined, why: 'no number' },
    { value: [404], integer: undefined, why: 'a list' },
    { value: undefined, integer: undefined, why: 'absent' },
  ])('reads $integer from $value ($why)', ({ value, integer }) => {
    expect(toInteger(value)).toBe(integer);
  });
});

it.each([5, true, null, undefined, ['a'], {}])('takes %o for no text', (value) => {
  expect(textOf({ key: value }, 'key')).toBe('');
});

describe('AttributeReader', () => {
  const [NEWER, OTHER, OLDER, GONE] = ['newer', 'other', 'older', 'gone'].map(slotOf) as [Slot, Slot, Slot, Slot];
  const KEY = slotOf('key');

  it('gives the first key with a text: empty counts as missing', () => {
    const attributes = new AttributeReader({ newer: '', other: 5, older: 'x' });
    expect(attributes.firstTextKey([NEWER, OTHER, OLDER])).toBe(OLDER);
    expect(attributes.firstText([NEWER, OTHER, OLDER])).toBe('x');
    expect(attributes.firstTextKey([NEWER, GONE])).toBeUndefined();
    expect(attributes.firstText([NEWER, GONE])).toBe('');
  });

  it('tells a value that is there from one that is not', () => {
    const attributes = new AttributeReader({ newer: null, other: 0, older: undefined });
    expect([NEWER, OTHER, OLDER, GONE].map((slot) => attributes.has(slot))).toEqual([true, true, false, false]);
    expect([NEWER, OTHER, OLDER, GONE].map((slot) => attributes.value(slot))).toEqual([null, 0, undefined, undefined]);
  });

  it('gives all keys in order, also those that no field asks for, and no inherited ones', () => {
    const own = JSON.parse('{"newer":1,"__proto__":2,"of the app":3,"7":4}') as Attributes;
    const attributes = new AttributeReader(Object.assign(Object.create({ inherited: 5 }), own) as Attributes);
    const read = new AttributeReader(own);
    expect(attributes.keys.map(({ name }) => name)).toEqual(['7', 'newer', 'of the app']);
    expect(read.keys.map(({ name }, index) => [name, read.valueAt(index)])).toEqual(Object.entries(own));
    expect(read.keys.map(({ slot }) => slot)).toEqual([0, NEWER, 0, 0]);
  });

  it.each([
    { value: '/cart', told: 'http://h/cart?a=b', taken: true, why: 'stands there' },
    { value: '/cart', told: '/cart', taken: true, why: 'is the whole' },
    { value: 8080, told: 'http://h:8080/', taken: true, why: 'a number as its digits' },
    { value: 80, told: 'http://h:8080/', taken: false, why: 'part of another number' },
    { value: 'http', told: 'https://h/', taken: false, why: 'part of another word' },
    { value: 'HTTP', told: 'HTTPS://h/', taken: false, why: 'part of another word in capitals' },
    { value: 'stra', told: 'straße', taken: false, why: 'part of a word with letters beyond ASCII' },
    { value: 'http', told: 'xhttp http://h/', taken: true, why: 'the second time as a whole' },
    { value: '', told: 'http://h/', taken: true, why: 'there is nothing to tell' },
    { value: true, told: 'true', taken: false, why: 'no part of a text' },
    { value: undefined, told: 'undefined', taken: false, why: 'absent' },
  ])('takes $value if told in $told: $taken ($why)', ({ value, told, taken }) => {
    const attributes = new AttributeReader({ key: value });
    attributes.takeIfToldIn(KEY, told);
    expect(attributes.isTaken(KEY)).toBe(taken);
  });

  it('takes the keys that say the same, and never one that says nothing', () => {
    const attributes = new AttributeReader({ newer: 'x', other: 'y', older: 'x', key: '' });
    attributes.takeTwins([NEWER, OTHER, OLDER], 'x');
    attributes.takeTwins([KEY, GONE], '');
    expect([NEWER, OTHER, OLDER, KEY, GONE].map((slot) => attributes.isTaken(slot))).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });

  it('leaves keys out in a copy, which remembers what is taken and forgets nothing back', () => {
    const attributes = new AttributeReader(JSON.parse('{"newer":1,"other":2,"older":3,"__proto__":4}') as Attributes);
    attributes.take(NEWER);
    const rest = attributes.without([OTHER]);
    rest.take(OLDER);
    expect(Object.keys(rest.all)).toEqual(['newer', 'older', '__proto__']);
    expect([NEWER, OLDER].map((slot) => rest.isTaken(slot))).toEqual([true, true]);
    expect(attributes.isTaken(OLDER)).toBe(false);
  });

  it('knows nothing of the span before, once it was released', () => {
    const first = AttributeReader.of({ newer: 'x', other: 'y' });
    first.take(NEWER);
    first.release();
    const second = AttributeReader.of({ other: 'z' });
    expect(second).toBe(first);
    expect([second.has(NEWER), second.isTaken(NEWER), second.text(OTHER)]).toEqual([false, false, 'z']);
    // Another one, while that is in use.
    expect(AttributeReader.of({})).not.toBe(second);
  });
});
