import type { Span, SpanKind } from '@opentelemetry/api';

/** What a preset knows when the invocation's span has just started. */
export interface StartFacts {
  /** Whether this is the first invocation of its process, and the sandbox was not made ready beforehand. */
  readonly isColdStart: boolean;
}

/**
 * What makes the invocation's span look as another tracer would have made it, so that filters and dashboards that are
 * there already go on working. No member throws.
 */
export interface Preset {
  /** Name of the invocation's span: `## index.handler`. */
  readonly spanName: string;
  readonly spanKind: SpanKind;
  /** Whether what the handler throws is recorded with message and stack; otherwise the outcome alone is. */
  readonly recordsExceptions: boolean;
  /** Adds what is known when the invocation starts. */
  onStart(span: Span, facts: StartFacts): void;
  /** Adds what the handler has answered; not called when it throws. */
  onResponse(span: Span, response: unknown): void;
}
