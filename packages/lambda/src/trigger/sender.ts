import type { SpanContext } from '@opentelemetry/api';
import { linksFromSqsEvent, parseTraceHeader } from '@otel-xray/propagator';

/** What a message says of who sent it; each part may be anything. */
export interface Sender {
  /** The message's own id. */
  readonly id?: unknown;
  /** The X-Ray trace header that the messaging system itself passes on. */
  readonly header?: string | undefined;
  /** What the sender's propagator wrote under this name. */
  valueOf(name: string): unknown;
}

/**
 * The span that sent a message: by the trace header of the messaging system, else of the sender, else by `traceparent`;
 * `undefined` without any. A header that names a trace but no span cannot be linked to: `traceparent` goes before it.
 */
export function toSenderContext(sender: Sender): SpanContext | undefined {
  const header = sender.header ?? sender.valueOf('x-amzn-trace-id');
  const parsed = typeof header === 'string' ? parseTraceHeader(header) : undefined;
  const byTraceparent = parsed?.parentId ? undefined : fromTraceparent(sender.valueOf('traceparent'));
  return byTraceparent ?? (parsed && fromHeader(header));
}

/** As SQS's own header is read, so that a header means the same wherever a message bears it. */
function fromHeader(AWSTraceHeader: unknown): SpanContext | undefined {
  return linksFromSqsEvent({ Records: [{ attributes: { AWSTraceHeader } }] })[0]?.context;
}

/** Version 00, which ends with its flags, and later ones as far as they begin alike. */
const TRACEPARENT =
  /^(?:00(?=.{53}$)|(?!00|ff)[\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-|$)/;

/** @see W3C Trace Context, "traceparent Header Field Values". */
function fromTraceparent(text: unknown): SpanContext | undefined {
  const [, traceId, spanId, flags] = (typeof text === 'string' && TRACEPARENT.exec(text)) || [];
  if (!traceId || !spanId) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags ?? '', 16) & 1, isRemote: true };
}
