import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { depthAfter } from '../src/brackets.ts';

it.each([
  { text: '', depth: 2, after: 2, why: 'nothing changes' },
  { text: '{"a":[', depth: 0, after: 2, why: 'both kinds are counted' },
  { text: ']}', depth: 2, after: 0, why: 'down to the end' },
  { text: '}{', depth: 0, after: undefined, why: 'more closed than were open' },
  { text: '"{[{"', depth: 1, after: 1, why: 'brackets in a string are text' },
  { text: '"\\"{"', depth: 1, after: 1, why: 'an escaped quote does not end it' },
  { text: '"\\\\"{', depth: 1, after: 2, why: 'an escaped backslash before the quote does not escape it' },
  { text: '"open', depth: 1, after: undefined, why: 'a string cannot go on in the next line' },
  { text: '"open\\"', depth: 1, after: undefined, why: 'nor can one that ends in an escaped quote' },
])('counts $after after $text ($why)', ({ text, depth, after }) => {
  expect(depthAfter(text, depth)).toBe(after);
});

test('is back where it was after any JSON, and counts line by line', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(5), (json, depth) => {
      const lines = JSON.stringify(JSON.parse(json), null, 1).split('\n');
      expect(depthAfter(json, depth)).toBe(depth);
      expect(lines.reduce<number | undefined>((sum, line) => depthAfter(line, sum ?? Number.NaN), depth)).toBe(depth);
    }),
  );
});
