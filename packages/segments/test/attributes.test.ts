import { describe, expect, it } from 'vitest';
import { AttributeReader, textOf, toInteger } from '../src/attributes.ts';

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
  it('gives the first key with a text: empty counts as missing', () => {
    const attributes = new AttributeReader({ newer: '', other: 5, older: 'x' });
    expect(attributes.firstTextKey(['newer', 'other', 'older'])).toBe('older');
    expect(attributes.firstText(['newer', 'other', 'older'])).toBe('x');
    expect(attributes.firstTextKey(['newer', 'gone'])).toBeUndefined();
    expect(attributes.firstText(['newer', 'gone'])).toBe('');
  });

  it.each([
    { value: '/cart', told: 'http://h/cart?a=b', taken: true, why: 'stands there' },
    { value: 8080, told: 'http://h:8080/', taken: true, why: 'a number as its digits' },
    { value: 80, told: 'http://h:8080/', taken: false, why: 'part of another number' },
    { value: 'http', told: 'https://h/', taken: false, why: 'part of another word' },
    { value: 'http', told: 'xhttp http://h/', taken: true, why: 'the second time as a whole' },
    { value: '', told: 'http://h/', taken: true, why: 'there is nothing to tell' },
    { value: true, told: 'true', taken: false, why: 'no part of a text' },
    { value: undefined, told: 'undefined', taken: false, why: 'absent' },
  ])('takes $value if told in $told: $taken ($why)', ({ value, told, taken }) => {
    const attributes = new AttributeReader({ key: value });
    attributes.takeIfToldIn('key', told);
    expect(attributes.isTaken('key')).toBe(taken);
  });

  it('leaves keys out in a copy, which remembers what is taken and forgets nothing back', () => {
    const attributes = new AttributeReader(JSON.parse('{"a":1,"b":2,"__proto__":3}'));
    attributes.take('a');
    const rest = attributes.without(['b']);
    rest.take('__proto__');
    expect(Object.keys(rest.all)).toEqual(['a', '__proto__']);
    expect([rest.isTaken('a'), rest.isTaken('__proto__'), attributes.isTaken('__proto__')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
