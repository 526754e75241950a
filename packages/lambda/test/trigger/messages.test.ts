import { describe, expect, it } from 'vitest';
import { readTrigger } from '../../src/trigger/read-trigger.ts';
import {
  cognito,
  dynamoRecord,
  type Event,
  eventBridge,
  kafka,
  kinesisRecord,
  logs,
  s3Record,
  snsRecord,
  sqsRecord,
  stepFunctions,
} from './events.ts';

const PROCESS = { 'messaging.operation.name': 'process', 'messaging.operation.type': 'process' };

const events: readonly { name: string; event: unknown; attributes: object }[] = [
  {
    name: 'a message of a queue',
    event: { Records: [sqsRecord('m-1')] },
    attributes: {
      'faas.trigger': 'pubsub',
      'messaging.system': 'aws_sqs',
      ...PROCESS,
      'messaging.destination.name': 'orders',
      'messaging.message.id': 'm-1',
      'messaging.batch.message_count': 1,
      'aws.sqs.queue.url': 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
    },
  },
  {
    name: 'several messages of a queue, without the id of one',
    event: { Records: [sqsRecord('m-1'), sqsRecord('m-2')] },
    attributes: {
      'faas.trigger': 'pubsub',
      'messaging.system': 'aws_sqs',
      ...PROCESS,
      'messaging.destination.name': 'orders',
      'messaging.batch.message_count': 2,
      'aws.sqs.queue.url': 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
    },
  },
  {
    name: 'a queue in China, whose URL ends otherwise',
    event: { Records: [{ ...sqsRecord('m-1'), eventSourceARN: 'arn:aws-cn:sqs:cn-north-1:123456789012:orders.fifo' }] },
    attributes: {
      'faas.trigger': 'pubsub',
      'messaging.system': 'aws_sqs',
      ...PROCESS,
      'messaging.destination.name': 'orders.fifo',
      'messaging.message.id': 'm-1',
      'messaging.batch.message_count': 1,
      'aws.sqs.queue.url': 'https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders.fifo',
    },
  },
  {
    name: 'messages that a pipe passes without an envelope',
    event: [{ eventSource: 'aws:sqs', messageId: 'm-1' }, { eventSource: 'aws:sqs' }],
    attributes: {
      'faas.trigger': 'pubsub',
      'messaging.system': 'aws_sqs',
      ...PROCESS,
      'messaging.batch.message_count': 2,
    },
  },
  {
    name: 'a notification of a topic',
    event: { Records: [snsRecord()] },
    attributes: {
      'faas.trigger': 'pubsub',
      'messaging.system': 'aws.sns',
      ...PROCESS,
      'messaging.destination.name': 'order-events',
      'messaging.message.id': '95df01b4-ee98-5cb9-9903-4c221d41eb5e',
      'messaging.batch.message_count': 1,
      'aws.sns.topic.arn': 'arn:aws:sns:eu-west-1:123456789012:order-events',
    },
  },
  {
    name: 'records of a stream',
    event: { Records: [kinesisRecord(), kinesisRecord()] },
    attributes: {
      'faas.trigger': 'pubsub',
      'messaging.system': 'aws.kinesis',
      ...PROCESS,
      'messaging.destination.name': 'clicks',
      'messaging.destination.partition.id': 'shardId-000000000006',
      'messaging.batch.message_count': 2,
    },
  },
  {
    name: 'records of a Kafka topic, from all partitions',
    event: kafka(),
    attributes: {
      'faas.trigger': 'pubsub',
      'messaging.system': 'kafka',
      ...PROCESS,
      'messaging.destination.name': 'clicks',
      'messaging.batch.message_count': 3,
    },
  },
  {
    name: 'a change of a table',
    event: { Records: [dynamoRecord('MODIFY')] },
    attributes: {
      'faas.trigger': 'datasource',
      'faas.document.collection': 'Orders',
      'faas.document.operation': 'edit',
      'faas.document.time': '2023-11-14T22:13:20.000Z',
      'messaging.batch.message_count': 1,
    },
  },
  {
    name: 'several changes of a table, without what only one of them is',
    event: { Records: [dynamoRecord('INSERT'), dynamoRecord('REMOVE')] },
    attributes: {
      'faas.trigger': 'datasource',
      'faas.document.collection': 'Orders',
      'messaging.batch.message_count': 2,
    },
  },
  {
    name: 'an object in a bucket, by its decoded key',
    event: { Records: [s3Record('ObjectCreated:Put')] },
    attributes: {
      'faas.trigger': 'datasource',
      'faas.document.collection': 'example-uploads',
      'faas.document.name': 'in/dark red+é.png',
      'faas.document.operation': 'insert',
      'faas.document.time': '2026-11-20T12:00:00.000Z',
      'messaging.batch.message_count': 1,
    },
  },
  {
    name: 'an event of a bus',
    event: eventBridge(),
    attributes: {
      'faas.trigger': 'pubsub',
      'messaging.system': 'aws.eventbridge',
      ...PROCESS,
      'messaging.message.id': '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
      'aws.eventbridge.source': 'com.example.shop',
      'aws.eventbridge.detail_type': 'OrderPlaced',
    },
  },
  {
    name: 'a rule that waited for a time',
    event: eventBridge({ 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} }),
    attributes: {
      'faas.trigger': 'timer',
      'faas.time': '2026-11-20T12:00:00Z',
      'aws.eventbridge.source': 'aws.events',
      'aws.eventbridge.detail_type': 'Scheduled Event',
    },
  },
  {
    name: 'a task of a state machine',
    event: stepFunctions(),
    attributes: {
      'faas.trigger': 'other',
      'aws.step_functions.execution.arn': 'arn:aws:states:eu-west-1:123456789012:execution:fulfil:run-17',
      'aws.step_functions.state_machine.arn': 'arn:aws:states:eu-west-1:123456789012:stateMachine:fulfil',
      'aws.step_functions.state.name': 'Charge',
    },
  },
  {
    name: "a user pool's trigger",
    event: cognito,
    attributes: { 'faas.trigger': 'other', 'aws.cognito.trigger_source': 'PreSignUp_SignUp' },
  },
  { name: 'a subscription to logs', event: logs, attributes: { 'faas.trigger': 'datasource' } },
];

describe('what an event says', () => {
  it.each(events)('tells $name', ({ event, attributes }) => {
    const trigger = readTrigger(event);
    expect(trigger.attributes).toStrictEqual(attributes);
    expect(trigger.carrier).toEqual({});
  });

  it.each(events)('tells no payload, user or key: $name', ({ event }) => {
    expect(JSON.stringify(readTrigger(event))).not.toContain('very-secret');
  });

  it.each([
    { arn: 'arn:aws:kinesis:eu-west-1:123456789012:stream/clicks/consumer/billing:1700000000', stream: 'clicks' },
    { arn: 'arn:aws:kinesis:eu-west-1:123456789012', stream: undefined },
  ])('finds $stream in $arn', ({ arn, stream }) => {
    const { attributes } = readTrigger({ Records: [kinesisRecord(arn)] });
    expect(attributes['messaging.destination.name']).toBe(stream);
  });

  it('tells the same of a Kafka cluster that is not on AWS', () => {
    const event = { ...kafka(), eventSource: 'SelfManagedKafka', eventSourceArn: undefined };
    expect(readTrigger(event).attributes).toEqual(readTrigger(kafka()).attributes);
  });

  it.each([
    { eventName: 'ObjectCreated:CompleteMultipartUpload', operation: 'insert' },
    { eventName: 'ObjectRemoved:DeleteMarkerCreated', operation: 'delete' },
    { eventName: 'LifecycleExpiration:Delete', operation: 'delete' },
    { eventName: 'ObjectTagging:Put', operation: 'edit' },
  ])('calls $eventName of S3 $operation', ({ eventName, operation }) => {
    const { attributes } = readTrigger({ Records: [s3Record(eventName)] });
    expect(attributes['faas.document.operation']).toBe(operation);
  });

  it('keeps a key that is no UTF-8 as it came', () => {
    const { attributes } = readTrigger({ Records: [s3Record('ObjectCreated:Put', 'a%FF')] });
    expect(attributes['faas.document.name']).toBe('a%FF');
  });

  it.each([
    { name: 'an event that only looks scheduled', event: eventBridge({ 'detail-type': 'Scheduled Event' }) },
    { name: 'an event about schedules', event: eventBridge({ source: 'aws.scheduler' }) },
  ])('does not call $name a timer', ({ event }) => {
    expect(readTrigger(event).attributes['faas.trigger']).toBe('pubsub');
  });

  it.each<{ name: string; event: unknown }>([
    { name: 'nothing', event: undefined },
    { name: 'null', event: null },
    { name: 'a text', event: 'Records' },
    { name: 'a number', event: 7 },
    { name: 'an empty list', event: [] },
    { name: 'an empty object', event: {} },
    { name: 'a batch of nothing', event: { Records: [] } },
    { name: 'records of a source of no known kind', event: { Records: [{ eventSource: 'aws:codecommit' }] } },
    { name: 'a source that is no text', event: { Records: [{ eventSource: ['aws:sqs'] }] } },
    { name: 'an execution of something else', event: stepFunctions({ Execution: { Id: 'run-17' } }) },
    { name: 'half of a request', event: { httpMethod: 'GET' } },
    { name: 'half of an event', event: { 'detail-type': 'OrderPlaced' } },
    { name: "a user pool's trigger without a pool", event: { triggerSource: 'x' } },
  ])('says nothing of $name', ({ event }: { name: string; event: Event | unknown }) => {
    const trigger = readTrigger(event);
    expect(trigger).toMatchObject({ attributes: {}, links: [], carrier: {} });
    expect(trigger.attributes).toEqual({});
    expect(trigger.toResponseAttributes({ statusCode: 500 })).toEqual({});
  });
});

describe('what the answer of a batch says', () => {
  const answerOf = (record: Event, answer: unknown): object =>
    readTrigger({ Records: [record, record] }).toResponseAttributes(answer);

  it.each([
    { source: 'SQS', record: sqsRecord('m-1') },
    { source: 'Kinesis', record: kinesisRecord() },
    { source: 'DynamoDB', record: dynamoRecord('INSERT') },
  ])('counts the failed items of $source', ({ record }) => {
    expect(answerOf(record, { batchItemFailures: [{ itemIdentifier: 'm-1' }] })).toEqual({
      'messaging.batch.failed_message_count': 1,
    });
    expect(answerOf(record, { batchItemFailures: [] })).toEqual({ 'messaging.batch.failed_message_count': 0 });
  });

  it.each([undefined, null, 'done', {}, { batchItemFailures: null }, { batchItemFailures: { length: 3 } }])(
    'counts none in %j',
    (answer) => {
      expect(answerOf(sqsRecord('m-1'), answer)).toEqual({});
    },
  );
});
