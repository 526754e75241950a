import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { countChars, cutText, cutUnits } from '../src/text.ts';

it.each([
  { text: 'abc', max: 3, cut: 'abc', why: 'just fits' },
  { text: 'abcd', max: 3, cut: 'abc', why: 'one too long' },
  { text: '', max: 3, cut: '', why: 'empty' },
  { text: 'abc', max: 0, cut: '', why: 'nothing fits' },
  { text: '🛒🛒🛒', max: 2, cut: '🛒🛒', why: 'a character of two units counts once' },
  { text: 'a🛒b', max: 2, cut: 'a🛒', why: 'never through a pair' },
  { text: '🛒🛒', max: 2, cut: '🛒🛒', why: 'four units, two characters: fits' },
  { text: '\ud83d\ud83dx', max: 2, cut: '\ud83d\ud83d', why: 'halves of pairs are characters of their own' },
])('cuts "$text" at $max characters to "$cut" ($why)', ({ text, max, cut }) => {
  expect(cutText(text, max)).toBe(cut);
});

test('gives the longest start that fits, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, max) => {
      expect(cutText(text, max)).toBe([...text].slice(0, max).join(''));
    }),
  );
});

it.each([
  { text: 'abcd', max: 3, cut: 'abc', why: 'as many units as may be' },
  { text: 'abc', max: 9, cut: 'abc', why: 'it fits' },
  { text: '🛒', max: 0, cut: '', why: 'nothing fits' },
  { text: '🛒', max: 1, cut: '', why: 'half a pair is none' },
  { text: 'a🛒b', max: 2, cut: 'a', why: 'never through a pair' },
  { text: 'a🛒b', max: 3, cut: 'a🛒', why: 'behind a pair' },
  { text: 'a🛒', max: 3, cut: 'a🛒', why: 'the last pair is whole' },
  { text: '\ud83d\ud83dx', max: 1, cut: '\ud83d', why: 'two first halves are no pair' },
])('cuts "$text" at $max units to "$cut" ($why)', ({ text, max, cut }) => {
  expect(cutUnits(text, max)).toBe(cut);
});

test('counts the characters from a unit on as iterating over them does, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, start) => {
      expect(countChars(text, start)).toBe([...text.slice(start)].length);
    }),
  );
});
