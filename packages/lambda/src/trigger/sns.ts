import type { Batch } from './batch.ts';
import { at, textAt } from './members.ts';
import { partsOf, toMessagingAttributes } from './messaging.ts';
import type { Sender } from './sender.ts';

/**
 * A notification of an SNS topic.
 *
 * @see Lambda developer guide, "Invoking Lambda functions with Amazon SNS notifications".
 */
export function readSns(first: unknown, only: unknown): Batch {
  const topic = textAt(first, 'Sns', 'TopicArn');
  const messageId = textAt(only, 'Sns', 'MessageId');
  return {
    attributes: {
      ...toMessagingAttributes({ system: 'aws.sns', destination: partsOf(topic)[5], messageId }),
      'aws.sns.topic.arn': topic,
    },
    senderOf,
  };
}

function senderOf(record: unknown): Sender {
  const notification = at(record, 'Sns');
  return {
    id: at(notification, 'MessageId'),
    valueOf: (name) => at(notification, 'MessageAttributes', name, 'Value'),
  };
}
