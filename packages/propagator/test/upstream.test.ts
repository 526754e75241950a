import {
  createTraceState,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import type { Context, SpanContext, TextMapPropagator } from '@opentelemetry/api';
import { AWSXRayPropagator } from '@opentelemetry/propagator-aws-xray';
import { toRootOnlyParentId } from '@otel-xray/segments';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { XRayPropagator } from '@otel-xray/propagator';
import { anyText, foreignField, hex, root, shuffledHeader, token } from './arbitraries.ts';

// The oracle: @opentelemetry/propagator-aws-xray 2.2.0. Where it is right we are equal; where we differ, and nowhere
// else, the second half of this file says so with both answers.
const upstream = new AWSXRayPropagator();
const ours = new XRayPropagator();

function read(
  propagator: TextMapPropagator,
  header: unknown,
  context: Context = ROOT_CONTEXT,
): SpanContext | undefined {
  return trace.getSpanContext(propagator.extract(context, { 'x-amzn-trace-id': header }, defaultTextMapGetter));
}

function write(propagator: TextMapPropagator, spanContext: SpanContext): object {
  const carrier = {};
  propagator.inject(trace.setSpanContext(ROOT_CONTEXT, spanContext), carrier, defaultTextMapSetter);
  return carrier;
}

const decided = fc.constantFrom('Sampled=0', 'Sampled=1');
const parent = hex(16);

describe('where upstream is right, we are equal', () => {
  test('complete headers, in any order, with any white space and any other fields', () => {
    const header = fc
      .tuple(root(), parent, decided, fc.array(foreignField(), { maxLength: 3 }), token())
      .chain(([traceId, parentId, sampled, others, value]) =>
        shuffledHeader([
          `Root=${traceId}`,
          `Parent=${parentId}`,
          sampled,
          ...others,
          `Self=${value}`,
          `Lineage=${value}`,
        ]),
      );
    fc.assert(
      fc.property(header, (text) => {
        const expected = read(upstream, text);
        expect(expected).toBeDefined();
        expect(read(ours, text)).toEqual(expected);
      }),
    );
  });

  // Known fields, valid or not, any number of times, among strangers. Whatever upstream makes of it, we make of it.
  const soup = fc
    .array(
      fc.oneof(
        fc.oneof({ weight: 3, arbitrary: root() }, fc.constantFrom('1-0-0', '2-1', '')).map((id) => `Root=${id}`),
        fc.oneof({ weight: 3, arbitrary: parent }, fc.constantFrom('0'.repeat(16), 'abc')).map((id) => `Parent=${id}`),
        { weight: 2, arbitrary: decided },
        foreignField(),
        fc.constantFrom('', ' ', '=', 'word', 'traceparent=00'),
      ),
      { maxLength: 8 },
    )
    .map((fields) => fields.join(';'));

  test('soups of known and unknown fields, repeated, broken or missing, once Parent and Sampled are there', () => {
    fc.assert(
      fc.property(soup, parent, decided, (text, parentId, sampled) => {
        const header = `${text};Parent=${parentId};${sampled}`;
        expect(read(ours, header)).toEqual(read(upstream, header));
      }),
      { numRuns: 500 },
    );
  });

  test('whatever upstream extracts from a soup, we extract too', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const expected = read(upstream, text);
        fc.pre(expected !== undefined);
        expect(read(ours, text)).toEqual(expected);
      }),
    );
  });

  test('text that is no header at all', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(read(ours, text)).toEqual(read(upstream, text));
      }),
    );
  });

  test('what is injected for a sampled or unsampled span', () => {
    fc.assert(
      fc.property(
        hex(32),
        parent,
        fc.constantFrom(TraceFlags.NONE, TraceFlags.SAMPLED),
        (traceId, spanId, traceFlags) => {
          const spanContext = { traceId, spanId, traceFlags };
          expect(write(ours, spanContext)).toEqual(write(upstream, spanContext));
        },
      ),
    );
  });

  it.each([
    { header: ['Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1', 'x'], why: 'a list' },
    { header: [], why: 'an empty list' },
    { header: 7, why: 'a number' },
    { header: undefined, why: 'nothing' },
  ])('takes $why as upstream does', ({ header }) => {
    expect(read(ours, header)).toEqual(read(upstream, header));
  });

  it('keeps the trace state that a propagator before it found', () => {
    const traceState = createTraceState('vendor=1');
    const header = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';
    const context = trace.setSpanContext(ROOT_CONTEXT, {
      traceId: '6553f100a1b2c3d4e5f60718293a4b5c',
      spanId: 'aaaaaaaaaaaaaaaa',
      traceFlags: TraceFlags.SAMPLED,
      traceState,
    });
    expect(read(ours, header, context)?.traceState).toBe(traceState);
    expect(read(ours, header, context)).toEqual(read(upstream, header, context));
  });

  it('names the same fields', () => {
    expect(ours.fields()).toEqual(upstream.fields());
  });
});

describe('where we differ from upstream', () => {
  const traceId = '6553f100a1b2c3d4e5f60718293a4b5c';
  const spanId = '53995c3f42cd8ad8';
  const rootOnly = toRootOnlyParentId(traceId);
  const ROOT = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c';
  const PARENT = `Parent=${spanId}`;
  const { NONE, SAMPLED } = TraceFlags;
  const continued = { traceId, spanId, traceFlags: SAMPLED, isRemote: true };

  it.each<{ header: string; theirs: SpanContext | undefined; answer: SpanContext | undefined; why: string }>([
    {
      header: `${ROOT};Sampled=1`,
      theirs: undefined,
      answer: { ...continued, spanId: rootOnly },
      why: 'without Parent, the trace id goes on',
    },
    {
      header: `${ROOT};Parent=;Sampled=0`,
      theirs: undefined,
      answer: { ...continued, spanId: rootOnly, traceFlags: NONE },
      why: 'an empty Parent is no Parent',
    },
    { header: `${ROOT};${PARENT};Sampled=?`, theirs: undefined, answer: continued, why: 'a question is decided by us' },
    { header: `${ROOT};${PARENT};Sampled=`, theirs: undefined, answer: continued, why: 'so is an empty Sampled' },
    { header: `${ROOT};${PARENT}`, theirs: undefined, answer: continued, why: 'so is no Sampled' },
    { header: `${ROOT};${PARENT};Sampled=2`, theirs: undefined, answer: continued, why: 'and an unknown one' },
    {
      header: `${ROOT};${PARENT};Sampled=1`.toLowerCase(),
      theirs: undefined,
      answer: continued,
      why: 'keys may have any case',
    },
    {
      header: `${ROOT};Parent = ${spanId};Sampled = 1`,
      theirs: undefined,
      answer: continued,
      why: 'spaces may stand around the equals sign',
    },
    {
      header: `Root=${ROOT.slice(5).toUpperCase()};Parent=${spanId.toUpperCase()};Sampled=1`,
      theirs: { ...continued, traceId: traceId.toUpperCase(), spanId: spanId.toUpperCase() },
      answer: continued,
      why: 'hex digits become lower case, as all other services write them',
    },
    {
      header: `RootX${ROOT.slice(4)};ParentX=${spanId};SampledX=1`,
      theirs: continued,
      answer: undefined,
      why: 'keys that only begin like ours are not ours',
    },
    {
      header: `${ROOT};${PARENT};Sampled=1;RootCause=x`,
      theirs: undefined,
      answer: continued,
      why: 'and do no harm',
    },
    { header: `${ROOT};${PARENT};Sampled=1;Parent`, theirs: undefined, answer: continued, why: 'nor do bare words' },
    {
      header: `${ROOT};${PARENT};Sampled=1, Root=1-11111111-222222222222222222222222;Parent=3333333333333333;Sampled=1`,
      theirs: { ...continued, spanId: '3333333333333333' },
      answer: continued,
      why: 'the ids of two joined headers are not mixed',
    },
    {
      header: `${ROOT};Lineage=a,b;${PARENT};Sampled=0`,
      theirs: { ...continued, traceFlags: NONE },
      answer: { ...continued, spanId: rootOnly },
      why: 'the price of that: what follows a comma in a field of ours is not read',
    },
    {
      header: `${ROOT};${PARENT};Sampled=1`.padEnd(8193, ';'),
      theirs: continued,
      answer: undefined,
      why: 'a header has an end',
    },
  ])('extract: $why', ({ header, theirs, answer }) => {
    expect(read(upstream, header)).toEqual(theirs);
    expect(read(ours, header)).toEqual(answer);
  });

  it('extract: of two spellings of the name the lower-case one counts, not the first', () => {
    const carrier = {
      'X-Amzn-Trace-Id': `${ROOT};Parent=3333333333333333;Sampled=1`,
      'x-amzn-trace-id': `${ROOT};${PARENT};Sampled=1`,
    };
    const spanIdOf = (propagator: TextMapPropagator) =>
      trace.getSpanContext(propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter))?.spanId;
    expect(spanIdOf(upstream)).toBe('3333333333333333');
    expect(spanIdOf(ours)).toBe(spanId);
  });

  it('extract: a carrier that throws costs us the trace, not the request', () => {
    const getter = {
      keys: (): never => {
        throw new Error('broken');
      },
      get: () => undefined,
    };
    expect(() => upstream.extract(ROOT_CONTEXT, {}, getter)).toThrow('broken');
    expect(ours.extract(ROOT_CONTEXT, {}, getter)).toBe(ROOT_CONTEXT);
  });

  it('inject: Lineage is passed on', () => {
    const through = (propagator: TextMapPropagator) => {
      const carrier = { 'x-amzn-trace-id': `${ROOT};${PARENT};Sampled=1;Lineage=a87bd80c:1` };
      const context = propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
      const outgoing: Record<string, string> = {};
      propagator.inject(context, outgoing, defaultTextMapSetter);
      return outgoing['x-amzn-trace-id'];
    };
    expect(through(upstream)).toBe(`${ROOT};${PARENT};Sampled=1`);
    expect(through(ours)).toBe(`${ROOT};${PARENT};Sampled=1;Lineage=a87bd80c:1`);
  });

  it('inject: the id that stands for "no parent" is not written as one', () => {
    const spanContext = { traceId, spanId: rootOnly, traceFlags: SAMPLED };
    expect(write(upstream, spanContext)).toEqual({ 'x-amzn-trace-id': `${ROOT};Parent=${rootOnly};Sampled=1` });
    expect(write(ours, spanContext)).toEqual({ 'x-amzn-trace-id': `${ROOT};Sampled=1` });
  });

  it('inject: upper-case ids become lower case', () => {
    const spanContext = { traceId: traceId.toUpperCase(), spanId: spanId.toUpperCase(), traceFlags: SAMPLED };
    expect(write(upstream, spanContext)).not.toEqual(write(upstream, continued));
    expect(write(ours, spanContext)).toEqual(write(ours, continued));
  });
});
