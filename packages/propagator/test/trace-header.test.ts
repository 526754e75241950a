import * as fc from 'fast-check';
import { describe, expect, expectTypeOf, it, test } from 'vitest';
import { formatTraceHeader, parseTraceHeader } from '@otel-xray/propagator';
import type { TraceHeader } from '@otel-xray/propagator';
import { anyText, shuffledHeader, traceHeader } from './arbitraries.ts';

const ROOT = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c';
const OTHER_ROOT = 'Root=1-11111111-222222222222222222222222';
const PARENT = 'Parent=53995c3f42cd8ad8';
const traceId = '6553f100a1b2c3d4e5f60718293a4b5c';
const parentId = '53995c3f42cd8ad8';

describe('parseTraceHeader', () => {
  it.each<{ header: string; parsed: TraceHeader; why: string }>([
    {
      header: `${ROOT};${PARENT};Sampled=1`,
      parsed: { traceId, parentId, sampling: 'sampled' },
      why: 'what Lambda and the SDKs send',
    },
    {
      header: `Sampled=0;${PARENT};${ROOT}`,
      parsed: { traceId, parentId, sampling: 'notSampled' },
      why: 'fields come in any order',
    },
    { header: `${ROOT};Sampled=?`, parsed: { traceId, sampling: 'requested' }, why: 'the callee shall decide' },
    { header: ROOT, parsed: { traceId }, why: 'a load balancer names no parent' },
    {
      header: `Self=1-6553f101-12456789abcdef012345678a;${ROOT};Lineage=a87bd80c:1|68fd508a:5`,
      parsed: { traceId, self: '1-6553f101-12456789abcdef012345678a', lineage: 'a87bd80c:1|68fd508a:5' },
      why: 'a load balancer puts Self first, Lambda puts Lineage last',
    },
    {
      header: ` Root\t= 1-6553f100-a1b2c3d4e5f60718293a4b5c ; Parent = 53995c3f42cd8ad8 ;Sampled= 1 ;`,
      parsed: { traceId, parentId, sampling: 'sampled' },
      why: 'spaces around keys and values, and a last semicolon',
    },
    {
      header: 'ROOT=1-6553F100-A1B2C3D4E5F60718293A4B5C;parent=53995C3F42CD8AD8;sAMPLED=1',
      parsed: { traceId, parentId, sampling: 'sampled' },
      why: 'keys in any case, hex digits in lower case',
    },
    {
      header: `${OTHER_ROOT};${ROOT};Parent=1111111111111111;${PARENT};Sampled=1;Sampled=0`,
      parsed: { traceId, parentId, sampling: 'notSampled' },
      why: 'the last field of a name counts',
    },
    { header: `RootX=1;${ROOT};Parents=1;SampledBy=0;`, parsed: { traceId }, why: 'keys match in full' },
    { header: `${ROOT};Root;Parent;;=;=1;CalledFrom=app`, parsed: { traceId }, why: 'words and strangers are skipped' },
    { header: `${ROOT};Parent=;Sampled=;Lineage=;Self=`, parsed: { traceId }, why: 'empty is absent' },
    { header: `${ROOT};Sampled=1;Sampled=`, parsed: { traceId }, why: 'an empty field is a field: the last counts' },
    { header: `${ROOT};Sampled=true`, parsed: { traceId }, why: 'an unknown decision is none' },
    {
      header: `${ROOT};${PARENT};Sampled=1, ${OTHER_ROOT};Parent=1111111111111111;Sampled=0`,
      parsed: { traceId, parentId, sampling: 'sampled' },
      why: 'of two headers that HTTP joined, the first',
    },
    {
      header: `Custom=a,b;${ROOT};${PARENT}`,
      parsed: { traceId, parentId },
      why: 'a comma in a field of another is its own affair',
    },
    { header: `${ROOT};Lineage=${'a'.repeat(256)}`, parsed: { traceId, lineage: 'a'.repeat(256) }, why: 'just fits' },
    { header: `${ROOT};Lineage=${'a'.repeat(257)}`, parsed: { traceId }, why: 'too long to be passed on' },
    { header: `${ROOT};Lineage=a\r\nCookie: b`, parsed: { traceId }, why: 'would not be one HTTP header' },
    { header: `${ROOT};Self=ä`, parsed: { traceId }, why: 'is not ASCII' },
    { header: `${ROOT};__proto__=1;constructor=2`, parsed: { traceId }, why: 'keys of objects are strangers too' },
    { header: ROOT.padEnd(8192, ';'), parsed: { traceId }, why: 'just short enough' },
  ])('reads $header ($why)', ({ header, parsed }) => {
    expect(parseTraceHeader(header)).toStrictEqual(parsed);
  });

  it.each([
    { header: '', why: 'empty' },
    { header: `${PARENT};Sampled=1`, why: 'no Root' },
    { header: `Root=;${PARENT}`, why: 'empty Root' },
    { header: 'Root', why: 'a word' },
    { header: `RootX=1-6553f100-a1b2c3d4e5f60718293a4b5c`, why: 'not the key' },
    { header: `Root=2-6553f100-a1b2c3d4e5f60718293a4b5c`, why: 'another version' },
    { header: `Root=1-00000000-000000000000000000000000`, why: 'all-zero trace id' },
    { header: `Root=1-6553f100-a1b2c3d4e5f60718293a4b5`, why: 'a digit short' },
    { header: `Root=1-6553f100-a1b2c3d4e5f60718293a4b5c0`, why: 'a digit long' },
    { header: `Root=1-6553f10-0a1b2c3d4e5f60718293a4b5c`, why: 'dashes elsewhere' },
    { header: `Root=1-6553f100-a1b2c3d4e5f60718293a4b5g`, why: 'not hex' },
    { header: `Root=6553f100a1b2c3d4e5f60718293a4b5c`, why: 'a W3C trace id' },
    { header: `${ROOT};${OTHER_ROOT}0`, why: 'the last Root is wrong' },
    { header: `${ROOT};Parent=0000000000000000`, why: 'all-zero parent' },
    { header: `${ROOT};Parent=53995c3f42cd8ad`, why: 'a digit short' },
    { header: `${ROOT};Parent=53995c3f42cd8adg`, why: 'not hex' },
    { header: ROOT.padEnd(8193, ';'), why: 'too long' },
    { header: `${ROOT};${'a='.repeat(500_000)}`, why: '1 MB' },
  ])('takes as malformed: $why', ({ header }) => {
    expect(parseTraceHeader(header)).toBeUndefined();
  });

  it('takes as malformed what is not a string, whatever the types say', () => {
    for (const header of [undefined, null, 1, {}, [ROOT], Symbol('header')]) {
      expect(parseTraceHeader(header as string)).toBeUndefined();
    }
  });

  test('no text makes it throw, and what it reads is valid', () => {
    const text = fc.oneof(
      anyText(),
      fc.array(fc.constantFrom(ROOT, PARENT, 'Root=', 'Sampled=?', 'Sampled', ';', ',', '=', ' ', 'Lineage=\u0000')),
    );
    fc.assert(
      fc.property(text, (parts) => {
        const parsed = parseTraceHeader(Array.isArray(parts) ? parts.join(';') : parts);
        expect(parsed === undefined || formatTraceHeader(parsed) !== undefined).toBe(true);
      }),
    );
  });

  test('order and white space do not matter', () => {
    const fields = ['Lineage=a:1', PARENT, ROOT, 'Sampled=0', 'Self=s'];
    fc.assert(
      fc.property(shuffledHeader(fields), (header) => {
        expect(parseTraceHeader(header)).toEqual(parseTraceHeader(fields.join(';')));
      }),
    );
  });
});

describe('formatTraceHeader', () => {
  it.each<{ header: TraceHeader; text: string }>([
    { header: { traceId }, text: ROOT },
    { header: { traceId, parentId, sampling: 'sampled' }, text: `${ROOT};${PARENT};Sampled=1` },
    { header: { traceId, sampling: 'notSampled' }, text: `${ROOT};Sampled=0` },
    { header: { traceId, sampling: 'requested' }, text: `${ROOT};Sampled=?` },
    { header: { lineage: 'a:1', self: 's', parentId, traceId }, text: `${ROOT};${PARENT};Self=s;Lineage=a:1` },
  ])('writes $text', ({ header, text }) => {
    expect(formatTraceHeader(header)).toBe(text);
  });

  it.each<{ header: TraceHeader; why: string }>([
    { header: { traceId: traceId.toUpperCase() }, why: 'upper-case trace id' },
    { header: { traceId: '0'.repeat(32) }, why: 'all-zero trace id' },
    { header: { traceId, parentId: '' }, why: 'empty parent' },
    { header: { traceId, parentId: '0'.repeat(16) }, why: 'all-zero parent' },
    { header: { traceId, lineage: '' }, why: 'empty Lineage' },
    { header: { traceId, lineage: 'a;Sampled=1' }, why: 'a Lineage that would be two fields' },
    { header: { traceId, lineage: 'a,b' }, why: 'a Lineage that would end the header' },
    { header: { traceId, self: 'a\r\nb' }, why: 'a Self that would break the line' },
    { header: { traceId, self: 'a'.repeat(257) }, why: 'a Self that is too long' },
  ])('writes nothing that could not be read back: $why', ({ header }) => {
    expect(formatTraceHeader(header)).toBeUndefined();
  });

  test('a header survives being written and read', () => {
    fc.assert(
      fc.property(traceHeader(), (header) => {
        expect(parseTraceHeader(formatTraceHeader(header) ?? '')).toStrictEqual(header);
      }),
    );
  });

  test('a text that it wrote is written again in the same way', () => {
    fc.assert(
      fc.property(traceHeader(), (header) => {
        const text = formatTraceHeader(header) ?? '';
        const parsed = parseTraceHeader(text);
        expect(parsed && formatTraceHeader(parsed)).toBe(text);
      }),
    );
  });

  it('takes what parseTraceHeader gives', () => {
    expectTypeOf(parseTraceHeader).returns.toEqualTypeOf<TraceHeader | undefined>();
    expectTypeOf(formatTraceHeader).parameters.toEqualTypeOf<[TraceHeader]>();
  });
});
