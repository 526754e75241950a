import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** Whether the span is the first of its trace in this process: its parent is elsewhere, or it has none. */
export function isLocalRoot({ parentSpanContext }: ReadableSpan): boolean {
  return parentSpanContext === undefined || parentSpanContext.isRemote === true;
}
