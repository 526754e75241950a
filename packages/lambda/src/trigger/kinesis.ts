import type { Batch } from './batch.ts';
import { textAt } from './members.ts';
import { partsOf, toMessagingAttributes } from './messaging.ts';

/**
 * Records of one shard of a Kinesis stream. They carry no trace context but in their data, which is the app's: no links.
 *
 * @see Lambda developer guide, "Using Lambda with Amazon Kinesis Data Streams".
 */
export function readKinesis(first: unknown): Batch {
  // What follows the stream's name in the ARN names a consumer with a throughput of its own.
  const destination = partsOf(textAt(first, 'eventSourceARN'))[6];
  return {
    attributes: {
      ...toMessagingAttributes({ system: 'aws.kinesis', destination }),
      'messaging.destination.partition.id': partsOf(textAt(first, 'eventID'))[0],
    },
  };
}
