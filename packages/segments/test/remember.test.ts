import { expect, it } from 'vitest';
import { remembering } from '../src/remember.ts';

function counting(): { lengthOf: (text: string) => string; asked: () => number } {
  let asked = 0;
  return { lengthOf: remembering((text) => `${text.length}:${++asked > 0}`), asked: () => asked };
}

it('asks once for the same text', () => {
  const { lengthOf, asked } = counting();
  expect([lengthOf('abc'), lengthOf('abc'), lengthOf('ab')]).toEqual(['3:true', '3:true', '2:true']);
  expect(asked()).toBe(2);
});

it('keeps a negative answer too', () => {
  let asked = 0;
  const isLong = remembering((text) => ++asked > 0 && text.length > 10);
  expect([isLong('short'), isLong('short'), asked]).toEqual([false, false, 1]);
});

it('keeps few texts, and no long ones', () => {
  const { lengthOf, asked } = counting();
  for (let i = 0; i < 1000; i++) lengthOf(`text ${i}`);
  lengthOf('text 0');
  expect(asked()).toBe(1001);
  const long = 'x'.repeat(5000);
  expect(lengthOf(long)).toBe(lengthOf(long));
  expect(asked()).toBe(1003);
});
