import type { ReadableSpan } from '@otel-xray/segments';
import type * as fc from 'fast-check';
import { fight } from './oddities.ts';
import { hostileSpanData, spanData, type SpanData } from './span-data.ts';

/** A span of the data, with the values that data cannot hold in their places: cycles, getters that throw, revoked proxies. */
export function toSpan(data: SpanData): ReadableSpan {
  const { traceId, spanId, ...members } = fight(data) as SpanData;
  return { ...members, spanContext: () => ({ traceId, spanId, traceFlags: 1 }) } as unknown as ReadableSpan;
}

/** Spans as SDKs make them, with any attribute that the API allows. */
export function spans(): fc.Arbitrary<ReadableSpan> {
  return spanData().map(toSpan);
}

/**
 * Spans that no SDK should make. Their values may throw when they are looked at, also by whoever prints a counterexample:
 * where that hinders, take `hostileSpanData()` and `toSpan`.
 */
export function hostileSpans(): fc.Arbitrary<ReadableSpan> {
  return hostileSpanData().map(toSpan);
}
