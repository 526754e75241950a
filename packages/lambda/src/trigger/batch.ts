import type { Attributes, Link } from '@opentelemetry/api';
import { at, present } from './members.ts';
import { type Sender, toSenderContext } from './sender.ts';
import { toTrigger, type Trigger } from './trigger.ts';

/** What the records of a batch say. */
export interface Batch {
  readonly attributes: Attributes;
  /** Absent where records cannot carry a trace context. */
  readonly senderOf?: (record: unknown) => Sender;
}

/** Messages that are looked at: more than most batches have, and some milliseconds at most. */
const MAX_MESSAGES = 1000;

/** The SDK's limit of links, unless it was told another. */
const MAX_LINKS = 128;

/**
 * The trigger of a batch: what it is, how many records it has, who sent them, and how many the handler reports as failed.
 *
 * Beyond the conventions:
 * - `messaging.batch.unlinked_message_count`: messages at the end of a large batch whose senders were not looked for: there
 *   were 128 links already, or 1,000 messages.
 * - `messaging.batch.failed_message_count`: the length of `batchItemFailures` in the answer, also `0`. Absent where the
 *   answer has no such list, as then the whole batch counts as done.
 */
export function toBatchTrigger({ attributes, senderOf }: Batch, records: readonly unknown[]): Trigger {
  const { links, unlinked } = senderOf === undefined ? NO_LINKS : linkSenders(records, senderOf);
  return toTrigger({
    attributes: present({
      ...attributes,
      'messaging.batch.message_count': records.length,
      'messaging.batch.unlinked_message_count': unlinked || undefined,
    }),
    links: [...links],
    toResponseAttributes: toFailureCount,
  });
}

interface SenderLinks {
  readonly links: Iterable<Link>;
  /** Messages that were not looked at. */
  readonly unlinked: number;
}

const NO_LINKS: SenderLinks = { links: [], unlinked: 0 };

/** Each sender once: ten messages that one call sent name the same span. The link bears the id of its first message. */
function linkSenders(records: readonly unknown[], senderOf: (record: unknown) => Sender): SenderLinks {
  const links = new Map<string, Link>();
  let index = 0;
  for (; index < records.length && index < MAX_MESSAGES && links.size < MAX_LINKS; index++) {
    const sender = senderOf(records[index]);
    const context = toSenderContext(sender);
    const key = `${context?.traceId}${context?.spanId}`;
    if (context === undefined || links.has(key)) continue;
    const id = typeof sender.id === 'string' && { attributes: { 'messaging.message.id': sender.id } };
    links.set(key, { context, ...id });
  }
  return { links: links.values(), unlinked: records.length - index };
}

/** @see Lambda developer guide, "Reporting batch item failures". */
function toFailureCount(response: unknown): Attributes {
  const failures = at(response, 'batchItemFailures');
  return Array.isArray(failures) ? { 'messaging.batch.failed_message_count': failures.length } : {};
}
