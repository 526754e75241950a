import type { XRayTraceId } from '../document.ts';
import { isSpanId, toRootOnlyParentId, toXRayTraceId } from '../ids.ts';
import type { ReadableSpan } from '../span.ts';

/** Which span it is, in X-Ray's form, or why it cannot be told. Never throws. */
export type Identity =
  | { readonly ok: true; readonly traceId: XRayTraceId; readonly spanId: string }
  | { readonly ok: false; readonly reason: 'invalid-trace-id' | 'invalid-span-id' };

/** `trace_id` and `id`: those of the span. All-zero and malformed ids are refused, as X-Ray would refuse the document. */
export function identityOf(span: ReadableSpan): Identity {
  try {
    const context = span.spanContext();
    const traceId = toXRayTraceId(context.traceId) ?? toXRayTraceId(inLowerCase(context.traceId));
    if (traceId === undefined) return { ok: false, reason: 'invalid-trace-id' };
    if (isSpanId(context.spanId)) return { ok: true, traceId, spanId: context.spanId };
    const spanId = inLowerCase(context.spanId);
    return isSpanId(spanId) ? { ok: true, traceId, spanId } : { ok: false, reason: 'invalid-span-id' };
  } catch {
    // No context at all.
    return { ok: false, reason: 'invalid-trace-id' };
  }
}

export interface Parent {
  readonly spanId: string;
  /** Whether it is in another process; `undefined` where nobody knows, as in SDK 1.x. */
  readonly isRemote: boolean | undefined;
}

/** `parent_id`: the parent's, `undefined` for a root, for an invalid parent, and where a header named the trace alone. */
export function parentOf(span: ReadableSpan): Parent | undefined {
  const given = span.parentSpanContext?.spanId ?? span.parentSpanId;
  if (given === undefined) return undefined;
  const spanId = isSpanId(given) ? given : inLowerCase(given);
  if (!isSpanId(spanId) || spanId === rootOnlyParentIdOf(span.spanContext().traceId)) return undefined;
  return { spanId, isRemote: span.parentSpanContext?.isRemote };
}

function rootOnlyParentIdOf(traceId: string): string {
  if (traceId !== lastTraceId) {
    lastRootOnlyParentId = toRootOnlyParentId(inLowerCase(traceId));
    lastTraceId = traceId;
  }
  return lastRootOnlyParentId;
}

// The spans of a batch are mostly of one trace. What is kept follows from the id alone: two copies of this module differ in speed only.
let lastTraceId: string | undefined;
let lastRootOnlyParentId = '';

const UPPER_CASE = /[A-F]/;

/** Some id generators and propagators write upper case, which the trace header does not take and X-Ray tells apart. */
function inLowerCase(id: string): string {
  return typeof id === 'string' && UPPER_CASE.test(id) ? id.toLowerCase() : id;
}
