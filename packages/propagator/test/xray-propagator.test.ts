import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { defaultTextMapGetter, defaultTextMapSetter, diag, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import type { Context, SpanContext, TextMapGetter, TextMapPropagator } from '@opentelemetry/api';
import { toRootOnlyParentId } from '@otel-xray/segments';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, test } from 'vitest';
import { XRayPropagator } from '@otel-xray/propagator';
import { recordDiag } from './diag-recorder.ts';

const ROOT = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c';
const traceId = '6553f100a1b2c3d4e5f60718293a4b5c';
const spanId = '53995c3f42cd8ad8';
const HEADER = `${ROOT};Parent=${spanId};Sampled=1`;
const said = recordDiag();

let propagator: XRayPropagator;
beforeEach(() => {
  propagator = new XRayPropagator();
});

function extract(carrier: unknown, context: Context = ROOT_CONTEXT): Context {
  return propagator.extract(context, carrier, defaultTextMapGetter);
}

function extractSpan(carrier: unknown): SpanContext | undefined {
  return trace.getSpanContext(extract(carrier));
}

function inject(context: Context): Record<string, string> {
  const carrier: Record<string, string> = {};
  propagator.inject(context, carrier, defaultTextMapSetter);
  return carrier;
}

/** What a tracer does: a local span with an id of its own, in a context made from the given one. */
function startSpan(context: Context, traceFlags: TraceFlags = TraceFlags.SAMPLED): Context {
  const parent = trace.getSpanContext(context);
  return trace.setSpanContext(context, { traceId: parent?.traceId ?? traceId, spanId: 'aaaaaaaaaaaaaaaa', traceFlags });
}

describe('XRayPropagator.extract', () => {
  it('makes the caller the remote parent', () => {
    expect(extractSpan({ 'x-amzn-trace-id': HEADER })).toStrictEqual({
      traceId,
      spanId,
      traceFlags: TraceFlags.SAMPLED,
      isRemote: true,
    });
  });

  it.each([
    { carrier: { 'X-Amzn-Trace-Id': HEADER }, why: 'as load balancers spell it' },
    { carrier: { 'X-AMZN-TRACE-ID': HEADER }, why: 'in any case' },
    { carrier: { 'x-amzn-trace-id': [HEADER, `${ROOT}0`] }, why: 'the first of a list' },
    { carrier: { 'X-Amzn-Trace-Id': `${ROOT}0`, 'x-amzn-trace-id': HEADER }, why: 'lower case before other cases' },
    { carrier: { traceparent: 'x', 'x-amzn-trace-ids': 'x', 'X-amzn-trace-id': HEADER }, why: 'among others' },
  ])('finds the header $why', ({ carrier }) => {
    expect(extractSpan(carrier)?.spanId).toBe(spanId);
  });

  it('finds the header through a getter that knows no keys', () => {
    const headers = new Headers({ 'X-Amzn-Trace-Id': HEADER });
    const getter: TextMapGetter<Headers> = { keys: () => [], get: (carrier, key) => carrier.get(key) ?? undefined };
    expect(trace.getSpanContext(propagator.extract(ROOT_CONTEXT, headers, getter))?.spanId).toBe(spanId);
  });

  it.each([
    {},
    undefined,
    null,
    'text',
    7,
    { 'x-amzn-trace-id': '' },
    { 'x-amzn-trace-id': [] },
    { 'x-amzn-trace-id': [null] },
  ])('leaves the context as it is, and says nothing, when there is no header (%j)', (carrier) => {
    const context = startSpan(ROOT_CONTEXT);
    expect(extract(carrier, context)).toBe(context);
    expect(said).toEqual([]);
    expect(propagator.stats().malformedHeader).toBe(0);
  });

  it.each([`${ROOT}0`, 'Root=secret', ' ', 'x'.repeat(1_000_000), 7, {}, [{}]])(
    'leaves the context as it is when the header is malformed, counts it and tells it once, without its text (%#)',
    (header) => {
      const context = startSpan(ROOT_CONTEXT);
      expect(extract({ 'x-amzn-trace-id': header }, context)).toBe(context);
      expect(extract({ 'x-amzn-trace-id': header }, context)).toBe(context);
      expect(propagator.stats()).toEqual({
        malformedHeader: 2,
        malformedVariable: 0,
        unreadableCarrier: 0,
        unwritableCarrier: 0,
      });
      expect(said).toEqual([
        'warn otel-xray/propagator an incoming x-amzn-trace-id is not a trace header: it is ignored (told once)',
      ]);
    },
  );

  it('continues the trace id of a header without Parent', () => {
    expect(extractSpan({ 'x-amzn-trace-id': `${ROOT};Sampled=1` })).toStrictEqual({
      traceId,
      spanId: toRootOnlyParentId(traceId),
      traceFlags: TraceFlags.SAMPLED,
      isRemote: true,
    });
  });

  it.each(['', ';Sampled=?', ';Sampled=', ';Sampled=maybe'])('records what the caller left open (Root%s)', (field) => {
    expect(extractSpan({ 'x-amzn-trace-id': `${ROOT}${field}` })?.traceFlags).toBe(TraceFlags.SAMPLED);
    propagator = new XRayPropagator({ deferred: 'drop' });
    expect(extractSpan({ 'x-amzn-trace-id': `${ROOT}${field}` })?.traceFlags).toBe(TraceFlags.NONE);
  });

  it.each(['sample', 'drop'] as const)('follows a caller that decided, with deferred: %s', (deferred) => {
    propagator = new XRayPropagator({ deferred });
    expect(extractSpan({ 'x-amzn-trace-id': `${ROOT};Sampled=1` })?.traceFlags).toBe(TraceFlags.SAMPLED);
    expect(extractSpan({ 'x-amzn-trace-id': `${ROOT};Sampled=0` })?.traceFlags).toBe(TraceFlags.NONE);
  });

  test('no carrier and no header make it throw', () => {
    const odd = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.constantFrom('x-amzn-trace-id', 'X-Amzn-Trace-Id'), fc.anything()),
    );
    fc.assert(
      fc.property(odd, (carrier) => {
        expect(() => extract(carrier)).not.toThrow();
      }),
    );
  });

  it.each<{ name: string; getter: unknown }>([
    { name: 'get throws', getter: { keys: () => [], get: () => broken() } },
    { name: 'keys throws', getter: { keys: () => broken(), get: () => undefined } },
    { name: 'keys are no list', getter: { keys: () => 7, get: () => undefined } },
    { name: 'keys are no strings', getter: { keys: () => [null], get: () => undefined } },
    { name: 'there is none', getter: undefined },
  ])('takes a carrier as empty when $name, counts it and tells it once, without the text', ({ getter }) => {
    const context = startSpan(ROOT_CONTEXT);
    expect(propagator.extract(context, {}, getter as TextMapGetter)).toBe(context);
    expect(propagator.extract(context, {}, getter as TextMapGetter)).toBe(context);
    expect(propagator.stats().unreadableCarrier).toBe(2);
    expect(said).toEqual([
      'warn otel-xray/propagator reading the trace header from a carrier threw: it is taken as absent (told once)',
    ]);
  });
});

describe('XRayPropagator.inject', () => {
  it.each([
    { traceFlags: TraceFlags.SAMPLED, sampled: '1' },
    { traceFlags: TraceFlags.NONE, sampled: '0' },
    { traceFlags: 0b11, sampled: '1' }, // W3C level 2 has a second flag.
    { traceFlags: 0b10, sampled: '0' },
  ])('writes Sampled=$sampled for the flags $traceFlags', ({ traceFlags, sampled }) => {
    expect(inject(startSpan(ROOT_CONTEXT, traceFlags))).toEqual({
      'x-amzn-trace-id': `${ROOT};Parent=aaaaaaaaaaaaaaaa;Sampled=${sampled}`,
    });
  });

  it.each<{ why: string; context: Context }>([
    { why: 'there is no span', context: ROOT_CONTEXT },
    { why: 'the trace id is all zero', context: withIds('0'.repeat(32), spanId) },
    { why: 'the span id is all zero', context: withIds(traceId, '0'.repeat(16)) },
    { why: 'the trace id is too short', context: withIds('abc', spanId) },
  ])('writes nothing when $why', ({ context }) => {
    expect(inject(context)).toEqual({});
    expect(said).toEqual([]);
  });

  it('writes upper-case ids of other components in lower case', () => {
    expect(inject(withIds(traceId.toUpperCase(), spanId.toUpperCase()))['x-amzn-trace-id']).toContain(
      `${ROOT};Parent=${spanId};`,
    );
  });

  it('leaves Parent out as long as no span was made below a header without Parent', () => {
    const context = extract({ 'x-amzn-trace-id': `${ROOT};Sampled=1` });
    expect(inject(context)).toEqual({ 'x-amzn-trace-id': `${ROOT};Sampled=1` });
    expect(inject(startSpan(context))).toEqual({ 'x-amzn-trace-id': `${ROOT};Parent=aaaaaaaaaaaaaaaa;Sampled=1` });
  });

  it('writes what our sampler decided about a trace that the caller left open', () => {
    const context = extract({ 'x-amzn-trace-id': `${ROOT};Parent=${spanId};Sampled=?` });
    expect(inject(startSpan(context, TraceFlags.NONE))['x-amzn-trace-id']).toMatch(/;Sampled=0$/);
    expect(inject(startSpan(context, TraceFlags.SAMPLED))['x-amzn-trace-id']).toMatch(/;Sampled=1$/);
  });

  it('passes Lineage on, through local spans', () => {
    const context = extract({ 'x-amzn-trace-id': `${HEADER};Lineage=a87bd80c:1|68fd508a:5` });
    expect(inject(startSpan(context))).toEqual({
      'x-amzn-trace-id': `${ROOT};Parent=aaaaaaaaaaaaaaaa;Sampled=1;Lineage=a87bd80c:1|68fd508a:5`,
    });
  });

  it('keeps the Lineage of the invocation when a message in it has none', () => {
    const invocation = extract({ 'x-amzn-trace-id': `${HEADER};Lineage=a:1` });
    const message = extract({ 'x-amzn-trace-id': `${ROOT};Parent=bbbbbbbbbbbbbbbb;Sampled=1` }, invocation);
    expect(inject(message)['x-amzn-trace-id']).toBe(`${ROOT};Parent=bbbbbbbbbbbbbbbb;Sampled=1;Lineage=a:1`);
  });

  it('does not pass Self on: it belongs to the hop that ends here', () => {
    expect(inject(extract({ 'x-amzn-trace-id': `Self=1-2-3;${HEADER}` }))).toEqual({ 'x-amzn-trace-id': HEADER });
  });

  it.each<{ name: string; setter: unknown }>([
    { name: 'the setter throws', setter: { set: () => broken() } },
    { name: 'there is no setter', setter: undefined },
  ])('gives up when $name, counts it and tells it once', ({ setter }) => {
    const context = startSpan(ROOT_CONTEXT);
    propagator.inject(context, {}, setter as typeof defaultTextMapSetter);
    propagator.inject(context, {}, setter as typeof defaultTextMapSetter);
    expect(propagator.stats().unwritableCarrier).toBe(2);
    expect(said).toEqual([
      'warn otel-xray/propagator writing the trace header to a carrier threw: it is left out (told once)',
    ]);
  });
});

describe('XRayPropagator', () => {
  it('is a TextMapPropagator of the OpenTelemetry API', () => {
    expectTypeOf<XRayPropagator>().toExtend<TextMapPropagator>();
  });

  it('names the one field that it writes, in a list of its own each time', () => {
    propagator.fields().push('other');
    expect(propagator.fields()).toEqual(['x-amzn-trace-id']);
  });

  it('gives the counts of the moment, which do not change later', () => {
    const before = propagator.stats();
    extract({ 'x-amzn-trace-id': 'Root=x' });
    expect([before.malformedHeader, propagator.stats().malformedHeader]).toEqual([0, 1]);
  });

  it('throws a TypeError for an option that it does not know, at once', () => {
    expect(() => new XRayPropagator({ deferred: 'maybe' as 'drop' })).toThrow(
      new TypeError(`deferred: expected 'sample' or 'drop', found "maybe"`),
    );
  });

  it('carries a trace over a real HTTP request', async () => {
    const server = createServer((request, response) => {
      response.end(JSON.stringify(extractSpan(request.headers)));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const request = get({ host: '127.0.0.1', port, headers: inject(startSpan(ROOT_CONTEXT)) });
      const [response] = await once(request, 'response');
      expect(await new Response(response).json()).toMatchObject({
        traceId,
        spanId: 'aaaaaaaaaaaaaaaa',
        isRemote: true,
      });
    } finally {
      server.close();
    }
  });
});

describe('XRayPropagator with a logger that throws', () => {
  beforeEach(() => {
    diag.setLogger(
      { error: broken, warn: broken, info: broken, debug: broken, verbose: broken },
      { suppressOverrideMessage: true },
    );
  });
  afterEach(() => diag.disable());

  it('still does not throw, and counts', () => {
    expect(extract({ 'x-amzn-trace-id': 'Root=x' })).toBe(ROOT_CONTEXT);
    expect(propagator.stats().malformedHeader).toBe(1);
  });
});

function withIds(trace32: string, span16: string): Context {
  return trace.setSpanContext(ROOT_CONTEXT, { traceId: trace32, spanId: span16, traceFlags: TraceFlags.SAMPLED });
}

function broken(): never {
  throw new Error('secret');
}
