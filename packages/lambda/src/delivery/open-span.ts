import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { isLocalRoot } from '../boot/local-root.ts';

/** Key of the attribute that says why an open span was sent. */
const NOTE = 'otel_xray.note';

/**
 * The span as it is now, said to be open, with a note of why it is sent. The span of the invocation itself also counts as failed
 * for now; the finished document overwrites all of it.
 */
export function toOpenSpan(span: ReadableSpan, note: string): ReadableSpan {
  const isUndecided = span.status.code === SpanStatusCode.UNSET;
  return Object.create(span, {
    ended: { value: false },
    attributes: { value: { ...span.attributes, [NOTE]: note } },
    ...(isLocalRoot(span) && isUndecided && { status: { value: { code: SpanStatusCode.ERROR, message: note } } }),
  }) as ReadableSpan;
}
