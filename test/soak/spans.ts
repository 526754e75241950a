import type { ReadableSpan } from '@otel-xray/segments';
import { createWorkload } from '../bench/workload.ts';

/** Spans of one batch, about what the SDK's batch processor exports at once: 85 traces of 6, and now and then some odd ones. */
export const BATCH_SPANS = 510;

const BATCHES = 20;
const TRACES_PER_BATCH = BATCH_SPANS / 6;

/**
 * Batches to be exported over and over: nothing is kept from one to the next, so the same spans will do. In each the last few are
 * replaced by what is hard: a call with two attempts, a span of 200 kB, one that comes twice, and two without valid ids.
 */
export function createBatches(): readonly (readonly ReadableSpan[])[] {
  const traces = createWorkload(BATCHES * TRACES_PER_BATCH);
  return Array.from({ length: BATCHES }, (_, index) => {
    const spans = traces.slice(index * TRACES_PER_BATCH, (index + 1) * TRACES_PER_BATCH).flat();
    const odd = createOddSpans(spans[0] as ReadableSpan);
    return [...spans.slice(0, -odd.length), ...odd];
  });
}

function createOddSpans(like: ReadableSpan): readonly ReadableSpan[] {
  const { traceId } = like.spanContext();
  const make = (spanId: string, members: Partial<ReadableSpan> = {}): ReadableSpan => {
    const context = { traceId, spanId, traceFlags: 1 };
    return { ...like, kind: 0, attributes: {}, parentSpanContext: undefined, ...members, spanContext: () => context };
  };
  const call = make('00000000000000a1', {
    kind: 2,
    attributes: { 'rpc.system': 'aws-api', 'rpc.service': 'S3', 'rpc.method': 'GetObject' },
  });
  const attempt = {
    kind: 2,
    parentSpanContext: call.spanContext(),
    attributes: { 'http.request.method': 'GET', 'url.full': 'https://s3.eu-west-1.amazonaws.com/receipts' },
  };
  const double = make('00000000000000d1');
  return [
    make('00000000000000a2', attempt),
    make('00000000000000a3', attempt),
    call,
    make('00000000000000b1', { attributes: { text: 'x'.repeat(200_000) } }),
    double,
    double,
    make('0000000000000000'),
    make('not an id'),
  ];
}
