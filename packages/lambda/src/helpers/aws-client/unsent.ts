import { TraceFlags } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';

/**
 * Leaves the span of a call out if the call was answered before it was sent, as presigning a URL does: then the answer comes with a
 * response that has no status. To be asked before the span ends. Never throws.
 */
export function leaveOutUnsent(span: Span, answer: unknown): void {
  try {
    const { response } = answer as { readonly response?: { readonly statusCode?: unknown } | null };
    if (typeof response !== 'object' || response === null || response.statusCode !== undefined) return;
    // The API cannot take a span back, and its header must be there before it is known whether a request is. The processors of
    // the SDK pass on no span whose flags say that it is not sampled.
    if (span.isRecording()) span.spanContext().traceFlags &= ~TraceFlags.SAMPLED;
  } catch {
    // An answer that cannot be read, or flags that cannot be changed: it is one span too many.
  }
}
