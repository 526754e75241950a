import { context, propagation } from '@opentelemetry/api';
import type { AwsCall, Members } from './call.ts';
import { isCopyable } from './copyable.ts';

const HEADER = 'X-Amzn-Trace-Id';

/** The message attribute of SQS's own by which the trace goes on to whoever receives the message. */
const MESSAGE_ATTRIBUTE = 'AWSTraceHeader';

/**
 * The trace header of the active span, as the global propagator writes it; `undefined` without a span, and where no X-Ray
 * propagator is registered. Never throws.
 *
 * Its other headers (`traceparent`, `baggage`) are not for AWS's services: these would be signed, and what changes a signed header
 * afterwards, as HTTP instrumentations do, makes the service refuse the request.
 */
function activeTraceHeader(): string | undefined {
  const carrier: Record<string, string> = {};
  try {
    propagation.inject(context.active(), carrier);
  } catch {
    // The propagator is the app's. That it fails is no reason to fail the call.
  }
  const name = Object.keys(carrier).find(isTraceHeader);
  return name === undefined ? undefined : carrier[name];
}

function isTraceHeader(name: string): boolean {
  return name.toLowerCase() === HEADER.toLowerCase();
}

/**
 * Adds the trace header to a request that has none. It is not signed: AWS's signer leaves it out. May throw where the app has
 * changed the request.
 */
export function addTraceHeader(request: unknown): void {
  const { headers } = (request ?? {}) as { readonly headers?: Record<string, string> };
  if (headers === undefined || Object.keys(headers).some(isTraceHeader)) return;
  const header = activeTraceHeader();
  if (header !== undefined) headers[HEADER] = header;
}

/**
 * The input of a call; for messages sent to SQS, a copy in which each has the trace header, unless the app has set one, or it is
 * nothing that can be copied. May throw what the app's own members throw.
 */
export function withMessageHeaders({ service, command, input }: AwsCall): Members {
  if (service !== 'SQS' || !command.startsWith('SendMessage')) return input;
  const header = activeTraceHeader();
  if (header === undefined || !isCopyable(input)) return input;
  if (command === 'SendMessage') return withMessageHeader(input, header);
  const { Entries: entries } = input;
  if (!Array.isArray(entries)) return input;
  return { ...input, Entries: entries.map((entry: unknown) => withMessageHeader(entry, header)) };
}

function withMessageHeader<Message>(message: Message, header: string): Message {
  // What is no message at all, the service itself refuses.
  if (!isCopyable(message)) return message;
  const known = message['MessageSystemAttributes'] as Members | undefined;
  if (known?.[MESSAGE_ATTRIBUTE] !== undefined) return message;
  const attribute = { DataType: 'String', StringValue: header };
  return { ...message, MessageSystemAttributes: { ...known, [MESSAGE_ATTRIBUTE]: attribute } };
}
