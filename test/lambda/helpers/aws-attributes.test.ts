import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { traceAwsClient } from '@otel-xray/lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CallOfService, toCommand } from './aws-command.ts';
import { OFFICIAL_SCOPE, registerOfficial, registerTelemetry, spansOf } from './traced-calls.ts';
import { QUEUE } from './sqs-messages.ts';

const HEADER = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';
const ARN = 'arn:aws:sns:eu-west-1:123456789012:orders';

const dynamoDb = (
  command: string,
  input: CallOfService['input'],
  output: CallOfService['output'] = {},
): CallOfService => ({ serviceId: 'DynamoDB', command, input, output });
const sqs = (command: string, input: CallOfService['input'], output: CallOfService['output'] = {}): CallOfService => ({
  serviceId: 'SQS',
  command,
  input: { QueueUrl: QUEUE, ...input },
  output,
});

const calls: readonly CallOfService[] = [
  dynamoDb('GetItem', { TableName: 'orders', Key: { id: { S: '1' } }, ConsistentRead: true }),
  dynamoDb('BatchGetItem', { RequestItems: { orders: {}, stock: {} } }, { ConsumedCapacity: [{ CapacityUnits: 1 }] }),
  dynamoDb(
    'Query',
    {
      TableName: 'orders',
      IndexName: 'by-day',
      Limit: 5,
      ProjectionExpression: 'id',
      ScanIndexForward: true,
      Select: 'COUNT',
    },
    { Count: 3, ScannedCount: 7, ConsumedCapacity: { TableName: 'orders', CapacityUnits: 2 } },
  ),
  dynamoDb('Scan', { TableName: 'orders', Segment: 1, TotalSegments: 4, IndexName: 'by-day', Select: 'COUNT' }),
  dynamoDb('ListTables', { Limit: 2, ExclusiveStartTableName: 'a' }, { TableNames: ['b', 'c'] }),
  dynamoDb('CreateTable', {
    TableName: 'orders',
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
    GlobalSecondaryIndexes: [{ IndexName: 'by-day' }],
    LocalSecondaryIndexes: [{ IndexName: 'by-hour' }, { IndexName: 'by-minute' }],
  }),
  dynamoDb('UpdateTable', {
    TableName: 'orders',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-day' } }],
  }),
  dynamoDb('PutItem', { TableName: 'orders' }, { ItemCollectionMetrics: { SizeEstimateRangeGB: [0, 1] } }),
  sqs('SendMessage', { MessageBody: '{}' }, { MessageId: 'm-1' }),
  sqs('SendMessageBatch', { Entries: [{ Id: '1', MessageBody: '{}' }] }, { Successful: [{ MessageId: 'm-1' }] }),
  sqs('ReceiveMessage', {}, { Messages: [{ MessageId: 'm-1', Attributes: { AWSTraceHeader: HEADER } }] }),
  sqs('ReceiveMessage', {}, {}),
  sqs('DeleteMessage', { ReceiptHandle: 'r' }),
  { serviceId: 'SNS', command: 'Publish', input: { TopicArn: ARN, Message: 'hi' } },
  { serviceId: 'SNS', command: 'Publish', input: { TargetArn: `${ARN}:endpoint`, Message: 'hi' } },
  { serviceId: 'SNS', command: 'CreateTopic', input: { Name: 'orders' }, output: { TopicArn: ARN } },
  { serviceId: 'Lambda', command: 'Invoke', input: { FunctionName: 'orders-worker' } },
  { serviceId: 'Lambda', command: 'ListFunctions', input: {} },
  { serviceId: 'S3', command: 'PutObject', input: { Bucket: 'receipts', Key: 'secret/1.pdf' } },
  { serviceId: 'S3', command: 'ListBuckets', input: {} },
  { serviceId: 'Kinesis', command: 'PutRecord', input: { StreamName: 'clicks', Data: 'x' } },
  {
    serviceId: 'Secrets Manager',
    command: 'GetSecretValue',
    input: { SecretId: 'orders/db' },
    output: { ARN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders/db-AbCdEf' },
  },
  {
    serviceId: 'Secrets Manager',
    command: 'DeleteSecret',
    input: { SecretId: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders/db-AbCdEf' },
  },
  {
    serviceId: 'SFN',
    command: 'StartExecution',
    input: { stateMachineArn: 'arn:aws:states:eu-west-1:1:stateMachine:a' },
  },
  { serviceId: 'SFN', command: 'GetActivityTask', input: { activityArn: 'arn:aws:states:eu-west-1:1:activity:a' } },
  { serviceId: 'EventBridge', command: 'PutEvents', input: { Entries: [] } },
];

/** What stands in a span of a call, as far as the two can agree. */
function factsOf({ name, kind, attributes, status }: ReadableSpan): object {
  return { name, kind, attributes, status };
}

describe('traceAwsClient and the official instrumentation', () => {
  let send: (call: CallOfService, trace: 'official' | 'ours' | 'both') => Promise<readonly ReadableSpan[]>;

  beforeAll(async () => {
    registerTelemetry();
    const official = registerOfficial();
    // After the instrumentation, which patches what is loaded from now on.
    const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
    send = (call, tracers) => {
      if (tracers === 'ours') official.disable();
      else official.enable();
      const client = new DynamoDBClient({ region: 'eu-west-1', serviceId: call.serviceId });
      if (tracers !== 'official') traceAwsClient(client);
      return spansOf(() => client.send(toCommand(call)));
    };
  });

  it.each(calls)('tell the same of $serviceId $command $input', async (call) => {
    const [official, ...others] = await send(call, 'official');
    const [ours, ...more] = await send(call, 'ours');
    expect([others, more]).toEqual([[], []]);
    expect(official?.instrumentationScope.name).toBe(OFFICIAL_SCOPE);
    expect(ours?.instrumentationScope.name).toBe('@otel-xray/lambda');
    expect(factsOf(ours as ReadableSpan)).toEqual(factsOf(official as ReadableSpan));
  });

  it.each(calls.slice(0, 9))('make one span of $serviceId $command together', async (call) => {
    const spans = await send(call, 'both');
    expect(spans.map(({ instrumentationScope }) => instrumentationScope.name)).toEqual([OFFICIAL_SCOPE]);
  });

  it('together send on the official span in the message', async () => {
    const sent: unknown[] = [];
    const call = sqs('SendMessage', { MessageBody: '{}' });
    const [span] = await send({ ...call, onSend: (input) => sent.push(input) }, 'both');
    const { traceId = '', spanId } = span?.spanContext() ?? {};
    const header = `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=1`;
    expect(sent).toMatchObject([{ MessageSystemAttributes: { AWSTraceHeader: { StringValue: header } } }]);
  });

  // Where ours says more, or less, than the official one.
  it.each<{ call: CallOfService; official: object; ours: object; why: string }>([
    {
      call: dynamoDb(
        'Scan',
        { TableName: 'orders', Segment: 0, TotalSegments: 4, ConsistentRead: false },
        { Count: 0 },
      ),
      official: {
        'aws.dynamodb.segment': undefined,
        'aws.dynamodb.consistent_read': undefined,
        'aws.dynamodb.count': undefined,
      },
      ours: { 'aws.dynamodb.segment': 0, 'aws.dynamodb.consistent_read': false, 'aws.dynamodb.count': 0 },
      why: '0 and false are data',
    },
    {
      call: { serviceId: 'SNS', command: 'Publish', input: { PhoneNumber: '+15550100', Message: 'hi' } },
      official: { 'messaging.destination.name': '+15550100', 'messaging.destination': '+15550100' },
      ours: { 'messaging.destination.name': 'phone_number', 'messaging.destination': 'phone_number' },
      why: 'a telephone number is somebody’s',
    },
    {
      call: dynamoDb('CreateTable', { TableName: 'orders', AttributeDefinitions: [{ AttributeName: 'id' }] }),
      official: { 'aws.dynamodb.attribute_definitions': undefined },
      ours: { 'aws.dynamodb.attribute_definitions': ['{"AttributeName":"id"}'] },
      why: 'the same parameter, of another command',
    },
  ])('differ in $call.command, since $why', async ({ call, official, ours }) => {
    const [theirSpan] = await send(call, 'official');
    const [ourSpan] = await send(call, 'ours');
    for (const [key, value] of Object.entries(official)) expect(theirSpan?.attributes[key]).toEqual(value);
    for (const [key, value] of Object.entries(ours)) expect(ourSpan?.attributes[key]).toEqual(value);
    expect(factsOf({ ...(ourSpan as ReadableSpan), attributes: { ...ourSpan?.attributes, ...official } })).toEqual(
      factsOf(theirSpan as ReadableSpan),
    );
  });

  it('ours makes the call also where its parameters cannot be read', async () => {
    const ring: { self?: unknown } = {};
    ring.self = ring;
    const [span] = await send(dynamoDb('CreateTable', { TableName: 'orders', AttributeDefinitions: [ring] }), 'ours');
    expect(span).toMatchObject({
      name: 'DynamoDB.CreateTable',
      attributes: { 'rpc.method': 'CreateTable' },
      events: [],
    });
  });

  it('link a received message with its sender, whose header SQS keeps', async () => {
    const call = sqs(
      'ReceiveMessage',
      {},
      { Messages: [{ MessageId: 'm-1', Attributes: { AWSTraceHeader: HEADER } }] },
    );
    const [span] = await send(call, 'ours');
    expect(span?.links).toMatchObject([
      {
        context: { traceId: '6553f100a1b2c3d4e5f60718293a4b5c', spanId: '53995c3f42cd8ad8' },
        attributes: { 'messaging.message.id': 'm-1' },
      },
    ]);
  });
});
