import { expect, it } from 'vitest';
import { attributeKeyOf, NO_SLOT, slotOf, slotsOf } from '../src/attribute-keys.ts';

it('gives each key that is asked for a number of its own, always the same', () => {
  const slots = slotsOf('first.key', 'second.key');
  expect(new Set([NO_SLOT, ...slots]).size).toBe(3);
  expect(slotsOf('first.key', 'second.key')).toEqual(slots);
  expect(attributeKeyOf('first.key').slot).toBe(slotOf('first.key'));
});

it('knows a key that no field asks for by its name alone', () => {
  expect(attributeKeyOf('http.of.the.app')).toMatchObject({ name: 'http.of.the.app', slot: NO_SLOT, families: 1 });
  expect(attributeKeyOf('http.of.the.app')).toBe(attributeKeyOf('http.of.the.app'));
});

it('keeps a bounded number of keys, none of them long, and answers for the others as well', () => {
  const first = attributeKeyOf('app.0');
  for (let i = 0; i < 5000; i++) attributeKeyOf(`app.${i}`);
  expect(attributeKeyOf('app.0')).toEqual(first);
  expect(attributeKeyOf('app.0')).not.toBe(first);
  const long = 'x'.repeat(1000);
  expect(attributeKeyOf(long)).toMatchObject({ name: long, slot: NO_SLOT });
  expect(attributeKeyOf(long)).not.toBe(attributeKeyOf(long));
  expect(attributeKeyOf('first.key').slot).toBe(slotOf('first.key'));
});
