import { defaultTextMapGetter, defaultTextMapSetter, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import type { Context, TextMapGetter, TextMapPropagator } from '@opentelemetry/api';
import { toRootOnlyParentId } from '@otel-xray/segments';
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { XRayLambdaPropagator } from '@otel-xray/propagator';
import { recordDiag } from './diag-recorder.ts';

const A = { root: 'Root=1-aaaaaaaa-aaaaaaaaaaaaaaaaaaaaaaaa', traceId: 'a'.repeat(32) };
const B = { root: 'Root=1-bbbbbbbb-bbbbbbbbbbbbbbbbbbbbbbbb', traceId: 'b'.repeat(32) };
const invocationParent = '1111111111111111';
const carrierParent = '2222222222222222';
const activeSpan = '3333333333333333';
const said = recordDiag();

function extract({ variable, header, context = ROOT_CONTEXT }: Input): Context {
  const propagator = new XRayLambdaPropagator({ env: { _X_AMZN_TRACE_ID: variable } });
  return propagator.extract(context, { 'X-Amzn-Trace-Id': header }, defaultTextMapGetter);
}

interface Input {
  readonly variable?: string | undefined;
  readonly header?: string | undefined;
  readonly context?: Context;
}

const withActiveSpan = trace.setSpanContext(ROOT_CONTEXT, {
  traceId: A.traceId,
  spanId: activeSpan,
  traceFlags: TraceFlags.SAMPLED,
});
const withInvalidSpan = trace.setSpanContext(ROOT_CONTEXT, {
  traceId: '0'.repeat(32),
  spanId: '0'.repeat(16),
  traceFlags: TraceFlags.NONE,
});

describe('XRayLambdaPropagator.extract', () => {
  it.each<Input & { traceId: string; spanId: string; why: string }>([
    {
      variable: `${A.root};Parent=${invocationParent};Sampled=1`,
      traceId: A.traceId,
      spanId: invocationParent,
      why: 'the variable alone',
    },
    {
      header: `${B.root};Parent=${carrierParent};Sampled=1`,
      traceId: B.traceId,
      spanId: carrierParent,
      why: 'the carrier alone',
    },
    {
      variable: `${A.root};Parent=${invocationParent};Sampled=1`,
      header: `${A.root};Parent=${carrierParent};Sampled=1`,
      traceId: A.traceId,
      spanId: invocationParent,
      why: 'the variable before the carrier',
    },
    {
      variable: `${A.root};Parent=${invocationParent};Sampled=1`,
      header: `${B.root};Parent=${carrierParent};Sampled=1`,
      traceId: A.traceId,
      spanId: invocationParent,
      why: 'the variable before the carrier, also of another trace',
    },
    {
      variable: `${A.root};Parent=${invocationParent};Sampled=1`,
      header: `${A.root};Parent=${carrierParent};Sampled=1`,
      context: withInvalidSpan,
      traceId: A.traceId,
      spanId: invocationParent,
      why: 'an invalid span in the context is none',
    },
    {
      variable: A.root,
      traceId: A.traceId,
      spanId: toRootOnlyParentId(A.traceId),
      why: 'a variable that Lambda only passed through',
    },
    {
      variable: A.root,
      header: `${A.root};Parent=${carrierParent};Sampled=1`,
      traceId: A.traceId,
      spanId: carrierParent,
      why: 'the carrier where it alone knows the parent',
    },
    {
      variable: A.root,
      header: `${B.root};Parent=${carrierParent};Sampled=1`,
      traceId: A.traceId,
      spanId: toRootOnlyParentId(A.traceId),
      why: 'the trace of the invocation, not the parent of another trace',
    },
    {
      variable: 'Root=x',
      header: `${B.root};Parent=${carrierParent};Sampled=1`,
      traceId: B.traceId,
      spanId: carrierParent,
      why: 'the carrier when the variable is malformed',
    },
    {
      variable: `${A.root};Parent=${invocationParent};Sampled=1`,
      header: 'Root=x',
      traceId: A.traceId,
      spanId: invocationParent,
      why: 'the variable when the carrier is malformed',
    },
    {
      variable: `${A.root};Parent=${invocationParent};Sampled=1`,
      header: `${B.root};Parent=${carrierParent};Sampled=1`,
      context: withActiveSpan,
      traceId: B.traceId,
      spanId: carrierParent,
      why: 'the carrier, once the invocation has a span',
    },
    {
      variable: `${B.root};Parent=${invocationParent};Sampled=1`,
      context: withActiveSpan,
      traceId: A.traceId,
      spanId: activeSpan,
      why: 'the span in the context before the variable',
    },
  ])('takes $why', ({ traceId, spanId, ...input }) => {
    expect(trace.getSpanContext(extract(input))).toMatchObject({ traceId, spanId });
  });

  it.each<Input & { why: string }>([
    { why: 'nothing is there' },
    { variable: '', why: 'the variable is empty' },
    { variable: 'Root=x', header: 'Root=x', why: 'both are malformed' },
    { header: 'Root=x', context: withActiveSpan, why: 'the carrier is malformed within an invocation' },
  ])('leaves the context as it is when $why', ({ context = ROOT_CONTEXT, variable, header }) => {
    expect(extract({ context, variable, header })).toBe(context);
  });

  it('reads the environment again at each call, as invocations follow each other', () => {
    const env: Record<string, string | undefined> = {};
    const propagator = new XRayLambdaPropagator({ env });
    const spanIds = [`${A.root};Parent=${invocationParent}`, `${B.root};Parent=${carrierParent}`, undefined].map(
      (next) => {
        env['_X_AMZN_TRACE_ID'] = next;
        return trace.getSpanContext(propagator.extract(ROOT_CONTEXT, {}, defaultTextMapGetter))?.spanId;
      },
    );
    expect(spanIds).toEqual([invocationParent, carrierParent, undefined]);
  });

  it('follows the options for what the variable leaves open', () => {
    const env = { _X_AMZN_TRACE_ID: `${A.root};Sampled=?` };
    const flags = (['sample', 'drop'] as const).map((deferred) => {
      const propagator = new XRayLambdaPropagator({ env, deferred });
      return trace.getSpanContext(propagator.extract(ROOT_CONTEXT, {}, defaultTextMapGetter))?.traceFlags;
    });
    expect(flags).toEqual([TraceFlags.SAMPLED, TraceFlags.NONE]);
  });

  it('counts a malformed variable and tells it once, without its text', () => {
    const propagator = new XRayLambdaPropagator({ env: { _X_AMZN_TRACE_ID: 'Root=secret' } });
    propagator.extract(ROOT_CONTEXT, {}, defaultTextMapGetter);
    propagator.extract(ROOT_CONTEXT, {}, defaultTextMapGetter);
    expect(propagator.stats()).toEqual({
      malformedHeader: 0,
      malformedVariable: 2,
      unreadableCarrier: 0,
      unwritableCarrier: 0,
    });
    expect(said).toEqual([
      'warn otel-xray/propagator _X_AMZN_TRACE_ID is not a trace header: it is ignored (told once)',
    ]);
  });

  it('reads the variable when the getter of the carrier throws', () => {
    const getter: TextMapGetter = {
      keys: () => [],
      get: () => {
        throw new Error('broken');
      },
    };
    const propagator = new XRayLambdaPropagator({ env: { _X_AMZN_TRACE_ID: `${A.root};Parent=${invocationParent}` } });
    expect(trace.getSpanContext(propagator.extract(ROOT_CONTEXT, {}, getter))?.spanId).toBe(invocationParent);
  });
});

describe('XRayLambdaPropagator without an env option', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it('reads process.env when it extracts, not when it is made', () => {
    vi.stubEnv('_X_AMZN_TRACE_ID', undefined);
    const propagator = new XRayLambdaPropagator();
    expect(propagator.extract(ROOT_CONTEXT, {}, defaultTextMapGetter)).toBe(ROOT_CONTEXT);
    vi.stubEnv('_X_AMZN_TRACE_ID', `${A.root};Parent=${invocationParent};Sampled=1`);
    expect(trace.getSpanContext(propagator.extract(ROOT_CONTEXT, {}, defaultTextMapGetter))?.spanId).toBe(
      invocationParent,
    );
  });
});

describe('XRayLambdaPropagator', () => {
  it('is a TextMapPropagator of the OpenTelemetry API', () => {
    expectTypeOf<XRayLambdaPropagator>().toExtend<TextMapPropagator>();
  });

  it('writes the header with the Lineage that the variable had', () => {
    const context = extract({ variable: `${A.root};Parent=${invocationParent};Sampled=1;Lineage=a87bd80c:1` });
    const carrier = {};
    new XRayLambdaPropagator({ env: {} }).inject(context, carrier, defaultTextMapSetter);
    expect(carrier).toEqual({
      'x-amzn-trace-id': `${A.root};Parent=${invocationParent};Sampled=1;Lineage=a87bd80c:1`,
    });
  });

  it('names the one field that it writes', () => {
    expect(new XRayLambdaPropagator().fields()).toEqual(['x-amzn-trace-id']);
  });

  it('throws a TypeError for an option that it does not know, at once', () => {
    expect(() => new XRayLambdaPropagator({ deferred: 'maybe' as 'drop' })).toThrow(TypeError);
  });
});
