import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { toBoundedJson } from '../../src/helpers/bounded-json.ts';

const PLENTY = 1_000_000;

function aRing(): object {
  const ring: Record<string, unknown> = { name: 'ring' };
  ring['self'] = ring;
  return ring;
}

function nested(levels: number): unknown {
  return levels === 0 ? 'bottom' : { inner: nested(levels - 1) };
}

const throwing = {
  good: 1,
  get bad(): unknown {
    throw new Error('getter');
  },
};

describe('toBoundedJson', () => {
  it.each([
    { what: 'an object within itself', value: aRing(), json: { name: 'ring', self: '[cyclic]' } },
    {
      what: 'an object that stands twice, and not within itself',
      value: [throwing.good, [{}], [{}]],
      json: [1, [{}], [{}]],
    },
    { what: 'a getter that throws', value: throwing, json: { good: 1, bad: '[unreadable]' } },
    {
      what: 'a toJSON that throws',
      value: [
        {
          toJSON() {
            throw new Error('toJSON');
          },
        },
        2,
      ],
      json: ['[unreadable]', 2],
    },
    { what: 'a toJSON', value: { at: new Date(0) }, json: { at: '1970-01-01T00:00:00.000Z' } },
    { what: 'bigints', value: [1n, 2n ** 64n], json: [1, '18446744073709551616'] },
    { what: 'numbers that JSON has not', value: [Number.NaN, -Infinity], json: ['NaN', '-Infinity'] },
    { what: 'bytes', value: { body: Buffer.from('abc') }, json: { body: '[3 bytes]' } },
    { what: 'what JSON leaves out', value: { a: undefined, b: () => 1, c: [undefined] }, json: { c: [null] } },
    {
      what: 'a proxy that refuses',
      value: new Proxy(
        {},
        {
          ownKeys() {
            throw new Error('refused');
          },
        },
      ),
      json: '[unreadable]',
    },
  ])('copies $what', ({ value, json }) => {
    expect(toBoundedJson(value, PLENTY)).toEqual(json);
  });

  it('stops at 32 levels', () => {
    expect(JSON.stringify(toBoundedJson(nested(31), PLENTY))).toContain('bottom');
    expect(JSON.stringify(toBoundedJson(nested(33), PLENTY))).toContain('[nested deeper than 32 levels]');
  });

  it('is as JSON.stringify has it, for what that can take', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(JSON.stringify(toBoundedJson(value, PLENTY))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('keeps to its length, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'grapheme-ascii' }), fc.nat({ max: 500 }), (value, max) => {
        const text = JSON.stringify(toBoundedJson(value, max));
        // Quotes and backslashes count twice; each level that is cut says so.
        expect(text.length).toBeLessThan(2 * max + 128);
      }),
    );
  });

  it('does not walk what it will not keep', () => {
    let read = 0;
    const endless = Array.from({ length: 100_000 }, () => ({
      get member(): number {
        return (read += 1);
      },
    }));
    const copy = toBoundedJson(endless, 1_000) as unknown[];
    expect(copy.at(-1)).toBe('[cut]');
    expect(read).toBeLessThan(1_000);
  });
});
