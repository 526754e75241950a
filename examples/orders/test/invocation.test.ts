import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { BatchSpanProcessor, InMemorySpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { XRayLambdaPropagator } from '@otel-xray/propagator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orderRequest } from '../demo/requests.ts';
import { traceInvocation } from '../telemetry/invocation.ts';

const TRACE_ID = '6553f100a1b2c3d4e5f60718293a4b5c';
const LAMBDA = {
  functionName: 'orders-api',
  awsRequestId: 'r-1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:x',
};

const env: Record<string, string> = {};
let exporter: InMemorySpanExporter;

beforeEach(() => {
  exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new XRayLambdaPropagator({ env })] }),
  );
});

afterEach(() => {
  delete env['_X_AMZN_TRACE_ID'];
  trace.disable();
  context.disable();
  propagation.disable();
});

/** An event whose caller, a browser say, sent a trace context of its own. */
function eventWithTraceparent(): unknown {
  const event = orderRequest('mug');
  return { ...event, headers: { ...event.headers, traceparent: `00-${'b'.repeat(32)}-${'b'.repeat(16)}-01` } };
}

describe('traceInvocation', () => {
  it('has sent the span, below Lambda’s own segment, when the answer is there', async () => {
    env['_X_AMZN_TRACE_ID'] = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';
    const handler = traceInvocation(async () => trace.getActiveSpan()?.spanContext().spanId);
    const activeSpanId = await handler(eventWithTraceparent(), LAMBDA);
    const [span] = exporter.getFinishedSpans();
    expect(span?.spanContext()).toMatchObject({ traceId: TRACE_ID, spanId: activeSpanId });
    expect(span?.parentSpanContext).toMatchObject({ spanId: '53995c3f42cd8ad8', isRemote: true });
    expect(span?.attributes).toMatchObject({ 'faas.invocation_id': 'r-1', 'cloud.account.id': '123456789012' });
  });

  it('continues the caller’s trace where Lambda names none', async () => {
    await traceInvocation(async () => undefined)(eventWithTraceparent(), LAMBDA);
    expect(exporter.getFinishedSpans()[0]?.spanContext().traceId).toBe('b'.repeat(32));
  });

  it('marks the first invocation alone as a cold start', async () => {
    const handler = traceInvocation(async () => undefined);
    await handler({}, LAMBDA);
    await handler({}, LAMBDA);
    expect(exporter.getFinishedSpans().map(({ attributes }) => attributes['faas.coldstart'])).toEqual([true, false]);
  });

  it.each([
    {
      thrown: new RangeError('too many'),
      message: 'too many',
      event: { 'exception.type': 'RangeError' },
      why: 'an error',
    },
    { thrown: 'only a text', message: 'only a text', event: { 'exception.message': 'only a text' }, why: 'a text' },
    { thrown: null, message: 'null', event: { 'exception.message': 'null' }, why: 'null' },
  ])('records what the handler throws, and throws it on ($why)', async ({ thrown, message, event }) => {
    const handler = traceInvocation(() => Promise.reject(thrown));
    await expect(handler({}, LAMBDA)).rejects.toBe(thrown);
    const [span] = exporter.getFinishedSpans();
    expect(span?.status).toEqual({ code: 2, message });
    expect(span?.events).toMatchObject([{ name: 'exception', attributes: event }]);
  });

  it('keeps a failed flush from the app', async () => {
    exporter.export = (_spans, done) => done({ code: 1, error: new Error('no daemon') });
    await expect(traceInvocation(async () => 'answer')({}, LAMBDA)).resolves.toBe('answer');
  });

  it('works where no SDK is registered', async () => {
    trace.disable();
    await expect(traceInvocation(async () => 'answer')({}, LAMBDA)).resolves.toBe('answer');
  });
});
