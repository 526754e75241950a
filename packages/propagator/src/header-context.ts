import { createContextKey, trace, TraceFlags } from '@opentelemetry/api';
import type { Context, SpanContext } from '@opentelemetry/api';
import { toRootOnlyParentId } from '@otel-xray/segments';
import type { TraceHeader } from './trace-header.ts';

/**
 * What becomes of a trace whose header leaves sampling open (`Sampled=?`, or none): an OpenTelemetry `SpanContext` has
 * one bit for it, and cannot say "undecided".
 *
 * - `sample`: recorded. A trace too many costs little; a lost one cannot be looked at.
 * - `drop`: not recorded, as long as the sampler follows its parent, as the default one does.
 */
export type DeferredSampling = 'sample' | 'drop';

// `createContextKey` gives one key for one name, so the ESM and the CommonJS copy of this package share it.
const LINEAGE = createContextKey('otel-xray/propagator lineage');

/**
 * The context in which work for this header runs: its span context as the remote parent, and its `Lineage`.
 *
 * A header without `Lineage` leaves the one that is there: it belongs to the invocation, and a message read during the
 * invocation must not hide it from Lambda's search for loops. The trace state of an earlier propagator is kept too.
 */
export function withTraceHeader(context: Context, header: TraceHeader, deferred: DeferredSampling): Context {
  const traceState = trace.getSpanContext(context)?.traceState;
  const spanContext = { ...toSpanContext(header, deferred), ...(traceState !== undefined && { traceState }) };
  const withSpan = trace.setSpanContext(context, spanContext);
  return header.lineage === undefined ? withSpan : withSpan.setValue(LINEAGE, header.lineage);
}

/**
 * The caller's side of a header, as OpenTelemetry says it: always valid, always remote.
 *
 * Without `Parent`, the span id is the one that `translate` of `@otel-xray/segments` takes as "no parent known".
 */
export function toSpanContext(header: TraceHeader, deferred: DeferredSampling): SpanContext {
  return {
    traceId: header.traceId,
    spanId: header.parentId ?? toRootOnlyParentId(header.traceId),
    traceFlags: isSampled(header, deferred) ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: true,
  };
}

/**
 * The header that a callee of this context gets; `undefined` when no span is in it. A part may be invalid, as the span
 * may be anyone's: `formatTraceHeader` finds that.
 *
 * `Sampled` is always decided here: whatever the incoming header said, the span's flags are what a sampler, or the
 * `deferred` option, made of it. `Parent` is left out while the context still holds an incoming header without one.
 */
export function toTraceHeader(context: Context): TraceHeader | undefined {
  const spanContext = trace.getSpanContext(context);
  if (spanContext === undefined) return undefined;
  // Some id generators and propagators write upper case, which OpenTelemetry lets pass.
  const traceId = spanContext.traceId.toLowerCase();
  const spanId = spanContext.spanId.toLowerCase();
  const lineage = context.getValue(LINEAGE);
  return {
    traceId,
    ...(spanId !== toRootOnlyParentId(traceId) && { parentId: spanId }),
    sampling: (spanContext.traceFlags & TraceFlags.SAMPLED) === 0 ? 'notSampled' : 'sampled',
    ...(typeof lineage === 'string' && { lineage }),
  };
}

function isSampled({ sampling }: TraceHeader, deferred: DeferredSampling): boolean {
  if (sampling === undefined || sampling === 'requested') return deferred === 'sample';
  return sampling === 'sampled';
}
