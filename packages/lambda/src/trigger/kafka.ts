import type { Batch } from './batch.ts';
import { at, textAt } from './members.ts';
import { toMessagingAttributes } from './messaging.ts';
import type { Sender } from './sender.ts';

/**
 * Records of a Kafka topic, from Amazon MSK or a cluster elsewhere.
 *
 * @see Lambda developer guide, "Using Lambda with Amazon MSK".
 */
export function readKafka(first: unknown): Batch {
  return { attributes: toMessagingAttributes({ system: 'kafka', destination: textAt(first, 'topic') }), senderOf };
}

/** Bytes of the longest value that is read: a trace header with all its fields is shorter. */
const MAX_VALUE_LENGTH = 1024;

/** Headers stand as `{ name: bytes }`, one in each object. */
function senderOf(record: unknown): Sender {
  const headers = at(record, 'headers');
  return {
    valueOf: (name) => {
      const values = Array.isArray(headers) ? headers.map((header) => at(header, name)) : [];
      const bytes: unknown = values.find(Array.isArray);
      return Array.isArray(bytes) && bytes.length <= MAX_VALUE_LENGTH ? String.fromCharCode(...bytes) : undefined;
    },
  };
}
