import { diag } from '@opentelemetry/api';
import type { Link } from '@opentelemetry/api';
import { toSpanContext } from './header-context.ts';
import { parseTraceHeader } from './trace-header.ts';

/**
 * Links to the senders of SQS messages, one for each message that carries a trace header, in the messages' order.
 *
 * Takes the event of a Lambda function (`Records[].attributes.AWSTraceHeader`) or the answer of a ReceiveMessage call
 * that asked for the system attribute (`Messages[].Attributes.AWSTraceHeader`). Each link has the message's id as
 * `messaging.message.id`. A header that leaves sampling open counts as sampled; without `Parent`, the link names the
 * trace alone.
 *
 * Messages without a header, or with a malformed one, have no link; how many, `diag` says at level debug. Anything else
 * than such an event gives `[]`. Never throws.
 *
 * @example
 * tracer.startActiveSpan('process orders', { links: linksFromSqsEvent(event) }, handle);
 * @see Amazon SQS developer guide, "Message system attributes"; OpenTelemetry semantic conventions, "Messaging spans".
 */
export function linksFromSqsEvent(event: unknown): Link[] {
  const messages = toMessages(event);
  const links = messages.map(toLink).filter((link) => link !== undefined);
  tellMissing(messages.length - links.length);
  return links;
}

/** What both forms of a message have in common. */
interface Message {
  readonly id: unknown;
  readonly header: unknown;
}

function toMessages(event: unknown): readonly Message[] {
  try {
    const records = read(event, 'Records');
    if (Array.isArray(records)) return records.map(fromRecord);
    const messages = read(event, 'Messages');
    return Array.isArray(messages) ? messages.map(fromReceived) : [];
  } catch {
    return []; // Events are plain JSON; one whose properties throw is not from SQS.
  }
}

function fromRecord(record: unknown): Message {
  return { id: read(record, 'messageId'), header: read(read(record, 'attributes'), 'AWSTraceHeader') };
}

function fromReceived(message: unknown): Message {
  return { id: read(message, 'MessageId'), header: read(read(message, 'Attributes'), 'AWSTraceHeader') };
}

function toLink({ id, header: text }: Message): Link | undefined {
  const header = typeof text === 'string' ? parseTraceHeader(text) : undefined;
  if (header === undefined) return undefined;
  const context = toSpanContext(header, 'sample');
  return typeof id === 'string' ? { context, attributes: { 'messaging.message.id': id } } : { context };
}

function read(from: unknown, key: string): unknown {
  return typeof from === 'object' && from !== null ? (from as Record<string, unknown>)[key] : undefined;
}

function tellMissing(count: number): void {
  if (count === 0) return;
  try {
    diag
      .createComponentLogger({ namespace: 'otel-xray/propagator' })
      .debug(`SQS messages without a trace header, or with a malformed one: ${count}`);
  } catch {
    // The logger is the app's. That it fails is no reason to fail the batch.
  }
}
