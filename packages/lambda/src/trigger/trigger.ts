import type { Attributes, Link } from '@opentelemetry/api';

/** What an event says of the invocation that it starts. */
export interface Trigger {
  /** Attributes of the invocation's span that are known before the handler runs. */
  readonly attributes: Attributes;
  /** Links to the senders of the messages of a batch: each sender once, 128 at most. */
  readonly links: Link[];
  /**
   * Where a caller may have put a trace context: the headers of a request, with their names as they came and the first of
   * several values. Without `Authorization` and cookies, which no propagator reads. Empty for messages: these are linked.
   */
  readonly carrier: Readonly<Record<string, string>>;
  /**
   * Attributes that the handler's answer adds: the HTTP status that the client sees, the number of failed items of a batch.
   * Never throws. Of a streaming handler it is the head of the stream that counts, not what it returns.
   */
  toResponseAttributes(response: unknown): Attributes;
}

/** A trigger of which nothing is known but these members. */
export function toTrigger(known: Partial<Trigger>): Trigger {
  return { attributes: {}, links: [], carrier: {}, toResponseAttributes: () => ({}), ...known };
}
