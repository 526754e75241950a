import { type Batch, toBatchTrigger } from './batch.ts';
import { readAppSync, readCognito, readLogs, readStepFunctions } from './direct.ts';
import { readDynamoDb, readS3 } from './documents.ts';
import { readEventBridge } from './event-bridge.ts';
import { readHeaders } from './headers.ts';
import { readHttp } from './http-event.ts';
import { readKafka } from './kafka.ts';
import { readKinesis } from './kinesis.ts';
import { at, isObject, textAt } from './members.ts';
import { readSns } from './sns.ts';
import { readSqs } from './sqs.ts';
import { toTrigger, type Trigger } from './trigger.ts';

/**
 * Readers of records, by their `eventSource`. Each is told the first record, for what is true of all, and the only one of
 * a batch of one, for what is true of one.
 */
const BY_SOURCE: ReadonlyMap<string | undefined, (first: unknown, only: unknown) => Batch> = new Map([
  ['aws:sqs', readSqs],
  ['aws:sns', readSns],
  ['aws:kinesis', readKinesis],
  ['aws:dynamodb', readDynamoDb],
  ['aws:s3', readS3],
  ['aws:kafka', readKafka],
  ['SelfManagedKafka', readKafka],
]);

/** Readers of all other events, by their shape: each answers `undefined` to an event that is not its own. */
const BY_SHAPE: readonly ((event: unknown) => Trigger | undefined)[] = [
  readHttp,
  readEventBridge,
  readAppSync,
  readStepFunctions,
  readLogs,
  readCognito,
];

/**
 * What an event says of the invocation that it starts: attributes by OpenTelemetry's semantic conventions, links to the
 * senders of messages, and where the caller's trace context may stand.
 *
 * An event of no known kind says nothing; its `headers`, if it has any, are the carrier. Bodies, payloads, cookies and
 * `Authorization` are never passed on. Never throws, never changes the event, and looks at 1,000 records at most.
 *
 * @example
 * readTrigger({ Records: [{ eventSource: 'aws:sqs', eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:orders' }] });
 * // attributes: { 'faas.trigger': 'pubsub', 'messaging.system': 'aws_sqs', 'messaging.destination.name': 'orders', … }
 */
export function readTrigger(event: unknown): Trigger {
  const trigger = orElse(toTrigger({}), () => triggerOf(event));
  return { ...trigger, toResponseAttributes: (response) => orElse({}, () => trigger.toResponseAttributes(response)) };
}

function triggerOf(event: unknown): Trigger {
  const records = recordsOf(event);
  const [first] = records;
  const source = textAt(first, 'eventSource') ?? textAt(first, 'EventSource') ?? textAt(event, 'eventSource');
  const batch = BY_SOURCE.get(source)?.(first, records.length === 1 ? first : undefined);
  if (batch) return toBatchTrigger(batch, records);
  for (const readShape of BY_SHAPE) {
    const trigger = readShape(event);
    if (trigger) return isAuthorizer(event) ? { ...trigger, toResponseAttributes: () => ({}) } : trigger;
  }
  return toTrigger({ carrier: readHeaders(event) });
}

/** EventBridge Pipes passes the list alone; Kafka's records stand in lists by topic and partition. */
function recordsOf(event: unknown): readonly unknown[] {
  const records = Array.isArray(event) ? event : (at(event, 'Records') ?? at(event, 'records'));
  if (Array.isArray(records)) return records;
  return isObject(records) ? Object.values(records).flat() : [];
}

/** An authorizer is asked about a request with the request's own event, but answers with a policy. */
function isAuthorizer(event: unknown): boolean {
  return !!(textAt(event, 'methodArn') ?? textAt(event, 'routeArn'));
}

/** Events are plain JSON in Lambda; in tests and by hand they may be anything, with properties that throw. */
function orElse<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch {
    return otherwise; // A trigger that is not told costs attributes; an exception would cost the invocation.
  }
}
