import type { Attributes, Link } from '@opentelemetry/api';

/** What an event says of the invocation that it starts. */
export interface Trigger {
  /** Attributes of the invocation's span that are known before the handler runs. */
  readonly attributes: Attributes;
  /** Links to the senders of the messages of a batch. */
  readonly links: Link[];
  /** Where a caller may have put a trace context: headers of a request, attributes of one message. Names as they came. */
  readonly carrier: Readonly<Record<string, string>>;
  /** Attributes that the handler's answer adds: the HTTP status, failed items of a batch. Never throws. */
  toResponseAttributes(response: unknown): Attributes;
}
