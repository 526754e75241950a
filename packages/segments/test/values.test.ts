import { describe, expect, it } from 'vitest';
import { toAnnotationValue, toJsonValue } from '../src/values.ts';

const asIs = (value: string): string => value;

function nested(levels: number): unknown {
  let value: unknown = 'end';
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

describe('toJsonValue', () => {
  it.each([
    { value: '', json: '', why: 'an empty text is data' },
    { value: 0, json: 0, why: 'zero is data' },
    { value: false, json: false, why: 'false is data' },
    { value: null, json: null, why: 'null is data' },
    { value: Number.NaN, json: 'NaN', why: 'JSON has no NaN' },
    { value: Number.NEGATIVE_INFINITY, json: '-Infinity', why: 'JSON has no infinity' },
    { value: 1.7976931348623157e308, json: 1.7976931348623157e308, why: 'the largest double' },
    { value: 9007199254740991n, json: 9007199254740991, why: 'a bigint that a number holds' },
    { value: 9007199254740993n, json: '9007199254740993', why: 'a bigint that no number holds keeps its digits' },
    { value: -9007199254740992n, json: '-9007199254740992', why: 'the same below zero' },
    { value: Symbol('x'), json: '[symbol]', why: 'its kind' },
    { value: asIs, json: '[function]', why: 'its kind' },
    { value: undefined, json: null, why: 'as in arrays' },
    { value: new Uint8Array([1, 2, 255]), json: 'AQL/', why: 'bytes as base64' },
    { value: new Uint8Array(0), json: '', why: 'no bytes: an empty text, not null' },
    { value: new Uint8Array([0, 1, 2, 3]).subarray(1, 3), json: 'AQI=', why: "a view's own bytes alone" },
    { value: new Date(0), json: '1970-01-01T00:00:00.000Z', why: 'a time' },
    { value: new Date(Number.NaN), json: 'Invalid Date', why: 'no time' },
    { value: [1, null, undefined, 'a', [true]], json: [1, null, null, 'a', [true]], why: 'arrays keep their places' },
    {
      value: { a: { b: [1n] }, gone: undefined },
      json: { a: { b: [1] } },
      why: 'members without a value are left out',
    },
    { value: {}, json: {}, why: 'an empty map' },
  ])('gives $json for $value ($why)', ({ value, json }) => {
    expect(toJsonValue(value, asIs)).toEqual(json);
  });

  it('fills the holes of a list', () => {
    const list: unknown[] = ['a'];
    list[2] = 'c';
    expect(toJsonValue(list, asIs)).toStrictEqual(['a', null, 'c']);
  });

  it('takes __proto__ for a key like any other', () => {
    const json = toJsonValue(JSON.parse('{"__proto__":{"x":1},"constructor":2}'), asIs);
    expect(JSON.stringify(json)).toBe('{"__proto__":{"x":1},"constructor":2}');
  });

  it('keeps 128 levels and marks what lies deeper', () => {
    expect(JSON.stringify(toJsonValue(nested(128), asIs))).toBe(`${'['.repeat(128)}"end"${']'.repeat(128)}`);
    expect(JSON.stringify(toJsonValue(nested(10_000), asIs))).toBe(
      `${'['.repeat(128)}"[nested deeper than 128 levels]"${']'.repeat(128)}`,
    );
  });

  it('marks a cycle, and only a cycle: the same object twice side by side is none', () => {
    const ring: Record<string, unknown> = { name: 'ring' };
    ring['self'] = [ring];
    const twice = { a: 1 };
    expect(toJsonValue({ ring, list: [twice, twice] }, asIs)).toEqual({
      ring: { name: 'ring', self: ['[cyclic]'] },
      list: [{ a: 1 }, { a: 1 }],
    });
  });

  it('stops at 32,768 values, so that a few objects that hold each other cannot unfold without end', () => {
    let doubling: unknown = 'end';
    for (let level = 0; level < 100; level++) doubling = [doubling, doubling];
    const json = JSON.stringify(toJsonValue(doubling, asIs));
    expect(json).toContain('"[more than 32768 values]"');
    expect(json.length).toBeLessThan(1_000_000);
  });

  it('marks what throws when it is read, and keeps what stands beside it', () => {
    const refuse = (): never => {
      throw new Error('no');
    };
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const value = {
      good: 1,
      getter: Object.defineProperty({}, 'x', { enumerable: true, get: refuse }),
      revoked: proxy,
      list: [proxy, 2],
    };
    expect(toJsonValue(value, asIs)).toEqual({
      good: 1,
      getter: '[unreadable]',
      revoked: '[unreadable]',
      list: ['[unreadable]', 2],
    });
  });

  it('shows every text to the redaction, at every depth', () => {
    expect(toJsonValue({ a: 'x', b: ['y', { c: 'z' }], d: 1 }, (text) => `<${text}>`)).toEqual({
      a: '<x>',
      b: ['<y>', { c: '<z>' }],
      d: 1,
    });
  });
});

describe('toAnnotationValue', () => {
  it.each([
    { value: '', annotation: '', why: 'an empty text is data' },
    { value: 0, annotation: 0, why: 'zero is data' },
    { value: false, annotation: false, why: 'false is data' },
    { value: 12n, annotation: 12, why: 'a bigint that a number holds' },
    { value: 2n ** 53n, annotation: undefined, why: 'a bigint that no number holds' },
    { value: Number.NaN, annotation: undefined, why: 'no JSON number' },
    { value: null, annotation: undefined, why: 'no scalar' },
    { value: ['a'], annotation: undefined, why: 'a list cannot be indexed' },
    { value: {}, annotation: undefined, why: 'a map cannot be indexed' },
    { value: new Uint8Array(1), annotation: undefined, why: 'bytes cannot be indexed' },
    { value: undefined, annotation: undefined, why: 'absent' },
  ])('gives $annotation for $value ($why)', ({ value, annotation }) => {
    expect(toAnnotationValue(value)).toBe(annotation);
  });
});
