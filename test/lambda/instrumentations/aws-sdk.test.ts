import type { DynamoDBClient, GetItemCommand as GetItem } from '@aws-sdk/client-dynamodb';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instrument } from '../../../packages/lambda/src/instrumentations/aws-sdk.ts';
import { type CallOfService, toCommand } from '../helpers/aws-command.ts';
import { startAwsEndpoint } from '../helpers/aws-endpoint.ts';
import { presign } from '../helpers/presign.ts';
import { ComputedMessage, QUEUE } from '../helpers/sqs-messages.ts';
import { recordWarnings, registerTelemetry, spansOf } from '../helpers/traced-calls.ts';

const ARN = 'arn:aws:sns:eu-west-1:123456789012:orders';

/** What the trace is sent as, in attributes of a message. */
const SENT_ON = { 'x-amzn-trace-id': { DataType: 'String', StringValue: expect.stringMatching(/^Root=1-/) as string } };

const hostile = (): never => {
  throw new Error('not today');
};

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}

let createClient: (options: { readonly serviceId?: string; readonly endpoint?: string }) => DynamoDBClient;
let getItem: () => GetItem;
let told: readonly string[];

beforeAll(async () => {
  registerTelemetry();
  instrument({ tracerProvider: trace.getTracerProvider(), isRuntimeApi: () => false });
  // After the instrumentation, which patches what is loaded from now on.
  const { DynamoDBClient, GetItemCommand } = await import('@aws-sdk/client-dynamodb');
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  createClient = (options) => new DynamoDBClient({ region: 'eu-west-1', credentials, maxAttempts: 1, ...options });
  getItem = () => new GetItemCommand({ TableName: 'orders', Key: { id: { S: '1' } } });
});
beforeEach(() => (told = recordWarnings()));

/** Makes a call in a trace. `sent` is what would have been written. */
async function send(call: CallOfService): Promise<{ output: unknown; sent: unknown; spans: readonly object[] }> {
  const client = createClient({ serviceId: call.serviceId });
  let output: unknown;
  let sent: unknown;
  const command = toCommand({ ...call, onSend: (input) => (sent = input) });
  const spans = await spansOf(async () => (output = await client.send(command)));
  return { output, sent, spans };
}

describe('the official instrumentation of the AWS SDK', () => {
  it.each<{ call: CallOfService; sent: object; why: string }>([
    {
      call: { serviceId: 'SQS', command: 'SendMessage', input: { QueueUrl: QUEUE, MessageBody: '{}' } },
      sent: { QueueUrl: QUEUE, MessageBody: '{}', MessageAttributes: SENT_ON },
      why: 'a message',
    },
    {
      call: {
        serviceId: 'SQS',
        command: 'SendMessage',
        input: { QueueUrl: QUEUE, MessageBody: '{}', MessageAttributes: { kind: { StringValue: 'order' } } },
      },
      sent: { MessageAttributes: { kind: { StringValue: 'order' }, ...SENT_ON } },
      why: 'attributes of a message',
    },
    {
      call: { serviceId: 'SQS', command: 'SendMessageBatch', input: { QueueUrl: QUEUE, Entries: [{ Id: '1' }] } },
      sent: { QueueUrl: QUEUE, Entries: [{ Id: '1', MessageAttributes: SENT_ON }] },
      why: 'messages of a batch',
    },
    {
      call: {
        serviceId: 'SQS',
        command: 'ReceiveMessage',
        input: { QueueUrl: QUEUE, MessageAttributeNames: ['kind'] },
      },
      sent: { QueueUrl: QUEUE, MessageAttributeNames: ['kind', 'x-amzn-trace-id'] },
      why: 'what is asked for of messages',
    },
    {
      call: { serviceId: 'SNS', command: 'Publish', input: { TopicArn: ARN, Message: 'hi' } },
      sent: { TopicArn: ARN, Message: 'hi', MessageAttributes: SENT_ON },
      why: 'a notification',
    },
    {
      call: { serviceId: 'Lambda', command: 'Invoke', input: { FunctionName: 'orders' } },
      sent: { FunctionName: 'orders', ClientContext: expect.any(String) as string },
      why: 'an invocation',
    },
  ])('sends the trace on where $why cannot be changed, and changes nothing', async ({ call, sent }) => {
    const input = frozen(structuredClone(call.input));
    const seen = await send({ ...call, input });
    expect(seen).toMatchObject({ sent, spans: [{ attributes: { 'rpc.method': call.command } }] });
    const open = structuredClone(call.input);
    await send({ ...call, input: open });
    expect(open).toEqual(call.input);
    expect(told).toEqual([]);
  });

  it.each<{ call: CallOfService; why: string }>([
    {
      call: { serviceId: 'SQS', command: 'SendMessageBatch', input: { QueueUrl: QUEUE, Entries: [null] } },
      why: 'is no message',
    },
    {
      call: { serviceId: 'SQS', command: 'SendMessage', input: Object.freeze(new ComputedMessage()) as never },
      why: 'no copy will do for, and is frozen',
    },
    {
      call: {
        serviceId: 'SQS',
        command: 'SendMessage',
        input: Object.defineProperty({}, 'QueueUrl', { get: hostile }),
      },
      why: 'throws when it is read',
    },
    { call: { serviceId: 'SQS', command: 'SendMessage', input: { QueueUrl: new URL(QUEUE) } }, why: 'is no text' },
    {
      call: {
        serviceId: 'Bedrock Runtime',
        command: 'InvokeModel',
        input: { modelId: 'amazon.nova', body: new TextEncoder().encode('{}') },
        output: { body: new TextEncoder().encode('{}') },
      },
      why: 'is in bytes',
    },
    {
      call: { serviceId: 'Bedrock Runtime', command: 'InvokeModel', input: { body: '{}' } },
      why: 'is of no model',
    },
  ])('sends what $why as it is, with a word', async ({ call }) => {
    const { sent, output, spans } = await send(call);
    expect(sent).toStrictEqual(call.input);
    expect(output).toMatchObject({ $metadata: {} });
    expect(spans).toMatchObject([
      { attributes: { 'rpc.method': call.command }, status: { code: SpanStatusCode.UNSET } },
    ]);
    expect(told).toEqual([expect.stringContaining(`${call.command} is traced, but not in full`)]);
  });

  it.each<{ call: CallOfService; why: string }>([
    {
      call: { serviceId: 'SQS', command: 'ReceiveMessage', input: { QueueUrl: QUEUE }, output: { Messages: [null] } },
      why: 'holds what is no message',
    },
    {
      call: {
        serviceId: 'Bedrock Runtime',
        command: 'InvokeModel',
        input: { modelId: 'amazon.nova' },
        output: { body: new TextEncoder().encode('no JSON') },
      },
      why: 'is no JSON',
    },
  ])('passes on an answer that $why, with a word', async ({ call }) => {
    const { output, spans } = await send(call);
    expect(output).toMatchObject(call.output ?? {});
    expect(spans).toMatchObject([
      { attributes: { 'rpc.method': call.command }, status: { code: SpanStatusCode.UNSET } },
    ]);
    expect(told).toEqual([expect.stringContaining(`${call.command} is traced, but not in full`)]);
  });

  it('sends a command that cannot be changed', async () => {
    const command = Object.freeze(toCommand({ serviceId: 'S3', command: 'PutObject', input: { Bucket: 'receipts' } }));
    expect(await createClient({ serviceId: 'S3' }).send(command)).toMatchObject({ $metadata: {} });
    expect(told).toEqual([expect.stringContaining('a call is not traced, or not in full')]);
  });

  it.each([
    { thrown: new Error('its own'), how: 'throws' },
    { thrown: 'a text', how: 'throws' },
    { thrown: null, how: 'throws' },
    { thrown: undefined, how: 'rejects' },
  ])('passes on that a step of the app $how $thrown', async ({ thrown, how }) => {
    const client = createClient({});
    client.middlewareStack.add(
      () => () => {
        if (how === 'rejects') return Promise.reject(thrown as Error);
        throw thrown;
      },
      { step: 'initialize', priority: 'high', name: 'own' },
    );
    const caught: unknown[] = [];
    const spans = await spansOf(() => client.send(getItem()).catch((error: unknown) => caught.push(error)));
    expect(caught).toEqual([thrown]);
    expect(spans).toMatchObject([{ name: 'DynamoDB.GetItem' }]);
  });

  it('takes a request that is signed for somebody else to send for no call', async () => {
    const endpoint = await startAwsEndpoint();
    const client = createClient({ endpoint: endpoint.url });
    try {
      // Only a client that has sent something is traced.
      expect(await spansOf(() => client.send(getItem()))).toHaveLength(1);
      expect(await spansOf(() => presign(client, getItem()))).toEqual([]);
      expect(endpoint.requests).toHaveLength(1);
    } finally {
      client.destroy();
      await endpoint.close();
    }
  });
});
