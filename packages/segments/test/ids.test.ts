import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { deriveId, fromXRayTraceId, isSpanId, isTraceId, toRootOnlyParentId, toXRayTraceId } from '../src/ids.ts';
import { SPAN_ID, TRACE_ID, XRAY_TRACE_ID } from './spans.ts';

const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const traceIds = hex(32).filter((id) => !/^0*$/.test(id));

describe('toXRayTraceId', () => {
  it.each([
    { id: TRACE_ID, expected: XRAY_TRACE_ID, why: '8 digits of time, 24 digits' },
    {
      id: `${'0'.repeat(31)}1`,
      expected: '1-00000000-000000000000000000000001',
      why: 'its first digits need not be a time',
    },
    { id: '0'.repeat(32), expected: undefined, why: 'all zero: no trace' },
    { id: TRACE_ID.toUpperCase(), expected: undefined, why: 'upper case is no W3C id' },
    { id: TRACE_ID.slice(1), expected: undefined, why: 'one digit short' },
    { id: `${TRACE_ID}0`, expected: undefined, why: 'one digit long' },
    { id: `${TRACE_ID}\n`, expected: undefined, why: 'a line feed behind' },
    { id: `g${TRACE_ID.slice(1)}`, expected: undefined, why: 'not hex' },
    { id: XRAY_TRACE_ID, expected: undefined, why: "already X-Ray's form" },
    { id: '', expected: undefined, why: 'empty' },
  ])('gives $expected for $id ($why)', ({ id, expected }) => {
    expect(toXRayTraceId(id)).toBe(expected);
  });

  test('a trace ID survives the way to X-Ray and back', () => {
    fc.assert(fc.property(traceIds, (id) => fromXRayTraceId(toXRayTraceId(id) ?? '') === id));
  });
});

describe('fromXRayTraceId', () => {
  it.each([
    { id: XRAY_TRACE_ID, expected: TRACE_ID, why: 'well formed' },
    { id: `2${XRAY_TRACE_ID.slice(1)}`, expected: undefined, why: 'another version' },
    { id: '1-00000000-000000000000000000000000', expected: undefined, why: 'all zero' },
    { id: XRAY_TRACE_ID.toUpperCase(), expected: undefined, why: 'upper case' },
    { id: XRAY_TRACE_ID.replaceAll('-', ''), expected: undefined, why: 'without hyphens' },
    { id: ` ${XRAY_TRACE_ID}`, expected: undefined, why: 'a space before' },
    { id: TRACE_ID, expected: undefined, why: "OpenTelemetry's form" },
  ])('gives $expected for $id ($why)', ({ id, expected }) => {
    expect(fromXRayTraceId(id)).toBe(expected);
  });
});

it.each([
  { id: SPAN_ID, valid: true, why: '16 hex digits' },
  { id: '0'.repeat(16), valid: false, why: 'all zero' },
  { id: SPAN_ID.toUpperCase(), valid: false, why: 'upper case' },
  { id: `${SPAN_ID}0`, valid: false, why: 'too long' },
  { id: 0xf067aa, valid: false, why: 'a number' },
  { id: undefined, valid: false, why: 'absent' },
])('tells whether $id is a span ID: $valid ($why)', ({ id, valid }) => {
  expect(isSpanId(id)).toBe(valid);
});

it.each([undefined, null, 5, [TRACE_ID], { toString: () => TRACE_ID }])('takes %o for no trace ID', (id) => {
  expect(isTraceId(id)).toBe(false);
});

describe('deriveId', () => {
  test('is a valid span ID that follows from its seeds alone', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.integer())), (seeds) => {
        expect(isSpanId(deriveId(...seeds))).toBe(true);
        expect(deriveId(...seeds)).toBe(deriveId(...seeds));
      }),
    );
  });

  // Fixed here so that a change is seen: documents sent before it and after it would no longer belong together.
  it('is the same in every process', () => {
    expect(deriveId(XRAY_TRACE_ID, SPAN_ID, 'service')).toBe('243a498212f33b73');
  });

  test('differs where one seed differs, also where seeds are only cut otherwise', () => {
    fc.assert(
      fc.property(traceIds, hex(16), hex(16), fc.nat(63), fc.nat(63), (trace, one, other, first, second) => {
        fc.pre(one !== other && first !== second);
        const ids = [
          deriveId(trace, one, first),
          deriveId(trace, other, first),
          deriveId(trace, one, second),
          deriveId(trace, one),
        ];
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
    expect(deriveId('ab', 'c')).not.toBe(deriveId('a', 'bc'));
  });
});

test('the ID for "no known parent" is valid and the trace alone decides it', () => {
  expect(isSpanId(toRootOnlyParentId(TRACE_ID))).toBe(true);
  expect(toRootOnlyParentId(TRACE_ID)).not.toBe(toRootOnlyParentId('f'.repeat(32)));
});
