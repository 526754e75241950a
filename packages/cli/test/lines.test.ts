import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { LineSplitter, type Line } from '../src/lines.ts';

function split(chunks: readonly Uint8Array[], maxBytes = 1000): Line[] {
  const splitter = new LineSplitter({ maxBytes });
  return [...chunks.flatMap((chunk) => [...splitter.push(chunk)]), ...splitter.end()];
}

const textsOf = (lines: readonly Line[]): unknown[] => lines.map(({ text }) => text);

it.each([
  { input: '', texts: [] },
  { input: '\n', texts: [''] },
  { input: 'a', texts: ['a'] },
  { input: 'a\n', texts: ['a'] },
  { input: 'a\r\nb\n\nc', texts: ['a\r', 'b', '', 'c'] },
])('splits $input', ({ input, texts }) => {
  const lines = split([Buffer.from(input)]);
  expect(textsOf(lines)).toEqual(texts);
  expect(lines.map(({ number }) => number)).toEqual(texts.map((_, index) => index + 1));
});

test('gives the same lines however the bytes are cut into chunks', () => {
  const line = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' '));
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat()), (texts, cuts) => {
      const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
      const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
      const chunks = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
      expect(textsOf(split(chunks, bytes.length))).toEqual(texts);
    }),
  );
});

it.each([
  { chunks: ['12345\n123456\n1\n'], why: 'in one chunk' },
  { chunks: ['12345\n123', '456', '\n1\n'], why: 'over several chunks' },
  { chunks: ['12345\n123456', '7890', '1'.repeat(100), '\n1'], why: 'far longer' },
])('keeps a line of the limit and no longer one ($why)', ({ chunks }) => {
  const lines = split(
    chunks.map((chunk) => Buffer.from(chunk)),
    5,
  );
  expect(textsOf(lines)).toEqual(['12345', undefined, '1']);
});
