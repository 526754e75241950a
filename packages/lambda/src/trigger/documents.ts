import type { Batch } from './batch.ts';
import { at, textAt } from './members.ts';
import { partsOf } from './messaging.ts';

const CHANGES = new Map(Object.entries({ INSERT: 'insert', MODIFY: 'edit', REMOVE: 'delete' }));

/**
 * Changes of a DynamoDB table. They carry no trace context: no links. What changed is not read.
 *
 * @see Lambda developer guide, "Using Lambda with Amazon DynamoDB".
 */
export function readDynamoDb(first: unknown, only: unknown): Batch {
  const seconds = at(only, 'dynamodb', 'ApproximateCreationDateTime');
  return {
    attributes: {
      'faas.trigger': 'datasource',
      'faas.document.collection': partsOf(textAt(first, 'eventSourceARN'))[6],
      'faas.document.operation': CHANGES.get(textAt(only, 'eventName') ?? ''),
      'faas.document.time': typeof seconds === 'number' ? new Date(seconds * 1000).toISOString() : undefined,
    },
  };
}

/**
 * Events of an S3 bucket. They carry no trace context: no links.
 *
 * @see S3 user guide, "Event message structure".
 */
export function readS3(first: unknown, only: unknown): Batch {
  return {
    attributes: {
      'faas.trigger': 'datasource',
      'faas.document.collection': textAt(first, 's3', 'bucket', 'name'),
      'faas.document.name': decodeKey(textAt(only, 's3', 'object', 'key')),
      'faas.document.operation': toOperation(textAt(only, 'eventName')),
      'faas.document.time': textAt(only, 'eventTime'),
    },
  };
}

/** `ObjectCreated:Put`; what neither makes nor removes an object changes it: its tags, its access list, its storage. */
function toOperation(eventName: string | undefined): string | undefined {
  if (eventName?.startsWith('ObjectCreated:')) return 'insert';
  return eventName && (/^(?:ObjectRemoved|LifecycleExpiration):/.test(eventName) ? 'delete' : 'edit');
}

/** Keys come encoded as in a form. */
function decodeKey(key: string | undefined): string | undefined {
  try {
    return key && decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key; // No UTF-8: as it came, it still names the object.
  }
}
