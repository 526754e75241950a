import type { Batch } from './batch.ts';
import { at, textAt } from './members.ts';
import { partsOf, toMessagingAttributes } from './messaging.ts';
import { valueInNotification } from './notification.ts';
import type { Sender } from './sender.ts';

/**
 * Messages of an SQS queue, also those that SNS put there.
 *
 * @see Lambda developer guide, "Using Lambda with Amazon SQS".
 */
export function readSqs(first: unknown, only: unknown): Batch {
  const [, , , region, account, queue] = partsOf(textAt(first, 'eventSourceARN'));
  return {
    attributes: {
      ...toMessagingAttributes({ system: 'aws_sqs', destination: queue, messageId: textAt(only, 'messageId') }),
      // Told by the ARN alone; the conventions, and X-Ray's documents, want the URL.
      'aws.sqs.queue.url': queue && `https://sqs.${region}.${suffixOf(region)}/${account}/${queue}`,
    },
    senderOf,
  };
}

function suffixOf(region: string | undefined): string {
  return region?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

function senderOf(record: unknown): Sender {
  return {
    id: at(record, 'messageId'),
    header: textAt(record, 'attributes', 'AWSTraceHeader'),
    valueOf: (name) =>
      at(record, 'messageAttributes', name, 'stringValue') ?? valueInNotification(at(record, 'body'), name),
  };
}
