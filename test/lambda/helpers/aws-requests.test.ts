import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { context, ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { traceAwsClient } from '@otel-xray/lambda';
import { translate } from '@otel-xray/segments';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AwsEndpoint, startAwsEndpoint } from './aws-endpoint.ts';
import { presign } from './presign.ts';
import { ComputedMessage, QUEUE } from './sqs-messages.ts';
import { registerTelemetry, spansOf } from './traced-calls.ts';

const getItem = new GetItemCommand({ TableName: 'orders', Key: { id: { S: '1' } } });
const OTHER_HEADER = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

/** `Root=1-…;Parent=…;Sampled=1` of a span. */
function headerOf(span: ReadableSpan | undefined): string {
  const { traceId = '', spanId = '' } = span?.spanContext() ?? {};
  return `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=1`;
}

describe('traceAwsClient, on the wire', () => {
  let endpoint: AwsEndpoint;
  let dynamoDb: DynamoDBClient;
  let sqs: SQSClient;

  beforeAll(registerTelemetry);
  beforeEach(async () => {
    endpoint = await startAwsEndpoint();
    const config = {
      endpoint: endpoint.url,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 2,
    };
    dynamoDb = traceAwsClient(new DynamoDBClient(config));
    // The stand-in knows no checksums.
    sqs = traceAwsClient(new SQSClient({ ...config, md5: false }));
  });
  afterEach(async () => {
    dynamoDb.destroy();
    sqs.destroy();
    await endpoint.close();
    vi.unstubAllEnvs();
  });

  it('sends the header of the call’s own span, unsigned, and no other header of tracing', async () => {
    const [span, ...others] = await spansOf(() => dynamoDb.send(getItem));
    const headers = endpoint.requests[0]?.headers;
    expect(others).toEqual([]);
    expect(headers?.['x-amzn-trace-id']).toBe(headerOf(span));
    expect(headers?.authorization).toMatch(/SignedHeaders=[a-z0-9;-]*host/);
    expect(headers?.authorization).not.toContain('trace');
    expect(headers).not.toHaveProperty('traceparent');
  });

  it('comes before the header that the SDK itself sends in Lambda', async () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'orders');
    vi.stubEnv('_X_AMZN_TRACE_ID', OTHER_HEADER);
    const [span] = await spansOf(() => dynamoDb.send(getItem));
    expect(endpoint.requests[0]?.headers['x-amzn-trace-id']).toBe(headerOf(span));
  });

  it('leaves a header that the app has set', async () => {
    dynamoDb.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-amzn-trace-id'] = OTHER_HEADER;
        return next(args);
      },
      { step: 'serialize', name: 'ownHeader' },
    );
    await spansOf(() => dynamoDb.send(getItem));
    expect(endpoint.requests[0]?.headers['x-amzn-trace-id']).toBe(OTHER_HEADER);
  });

  it('sends on that a trace is not sampled, and records nothing', async () => {
    const parent = {
      traceId: '6553f100a1b2c3d4e5f60718293a4b5c',
      spanId: '53995c3f42cd8ad8',
      traceFlags: TraceFlags.NONE,
    };
    const unsampled = trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
    expect(await spansOf(() => context.with(unsampled, () => dynamoDb.send(getItem)))).toEqual([]);
    expect(endpoint.requests[0]?.headers['x-amzn-trace-id']).toMatch(
      /^Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=[0-9a-f]{16};Sampled=0$/,
    );
  });

  it('sends nothing of its own outside of a trace', async () => {
    vi.stubEnv('AWS_XRAY_CONTEXT_MISSING', 'IGNORE_ERROR');
    await context.with(ROOT_CONTEXT, () => dynamoDb.send(getItem));
    expect(endpoint.requests[0]?.headers).not.toHaveProperty('x-amzn-trace-id');
  });

  it('does no more when it is called twice, or by a second copy of the package', async () => {
    vi.resetModules();
    const copy = await import('@otel-xray/lambda');
    expect(copy.traceAwsClient).not.toBe(traceAwsClient);
    copy.traceAwsClient(traceAwsClient(dynamoDb));
    expect(await spansOf(() => dynamoDb.send(getItem))).toHaveLength(1);
  });

  it('tells the request and the number of retries', async () => {
    endpoint.answers.push({ status: 500, body: { __type: 'InternalServerError' } });
    const [span] = await spansOf(() => dynamoDb.send(getItem));
    expect(span?.attributes).toMatchObject({
      'aws.request.id': 'request-2',
      'http.response.status_code': 200,
      'http.request.resend_count': 1,
    });
    expect(translate(span as ReadableSpan)).toMatchObject({
      documents: [
        {
          name: 'DynamoDB',
          namespace: 'aws',
          aws: { operation: 'GetItem', region: 'eu-west-1', request_id: 'request-2', table_name: 'orders', retries: 1 },
        },
      ],
    });
    // One header for all attempts: they are one call.
    expect(endpoint.requests.map(({ headers }) => headers['x-amzn-trace-id'])).toEqual([
      headerOf(span),
      headerOf(span),
    ]);
  });

  it('tells what went wrong, and of which request, and passes it on', async () => {
    const refusal = { __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', message: 'no such table' };
    endpoint.answers.push({ status: 400, body: refusal });
    let thrown: unknown;
    const [span] = await spansOf(() => dynamoDb.send(getItem).catch((error: unknown) => (thrown = error)));
    expect(thrown).toMatchObject({ name: 'ResourceNotFoundException', $metadata: { requestId: 'request-1' } });
    expect(span).toMatchObject({
      attributes: { 'aws.request.id': 'request-1', 'http.response.status_code': 400 },
      status: { code: SpanStatusCode.ERROR, message: 'no such table' },
      events: [{ attributes: { 'exception.type': 'ResourceNotFoundException', 'exception.message': 'no such table' } }],
    });
  });

  it('tells that nobody answered', async () => {
    await endpoint.close();
    const [span] = await spansOf(() => expect(dynamoDb.send(getItem)).rejects.toThrow('ECONNREFUSED'));
    expect(span).toMatchObject({
      attributes: { 'http.request.resend_count': 1 },
      status: { code: SpanStatusCode.ERROR },
      events: [{ name: 'exception' }],
    });
    endpoint = await startAwsEndpoint();
  });

  it('takes a request that is signed for somebody else to send for no call', async () => {
    const spans = await spansOf(async () => expect(await presign(dynamoDb, getItem)).toMatch(/\/$/));
    expect(spans).toEqual([]);
    expect(endpoint.requests).toEqual([]);
  });

  it('tells that a request could not be signed', async () => {
    const refused = new DynamoDBClient({
      endpoint: endpoint.url,
      region: 'eu-west-1',
      credentials: () => Promise.reject(new Error('nobody is signed in')),
    });
    const spans = await spansOf(() => expect(traceAwsClient(refused).send(getItem)).rejects.toThrow('nobody'));
    expect(spans).toMatchObject([{ status: { code: SpanStatusCode.ERROR, message: 'nobody is signed in' } }]);
  });

  describe('of SQS', () => {
    /** `AWSTraceHeader` of each message that arrived. */
    function messageHeaders(): unknown[] {
      return endpoint.requests.flatMap(({ body }) => {
        const messages = (body['Entries'] ?? [body]) as readonly {
          readonly MessageSystemAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
        }[];
        return messages.map((message) => message.MessageSystemAttributes?.['AWSTraceHeader']?.StringValue);
      });
    }

    it('gives a message the header of its call', async () => {
      const input = { QueueUrl: QUEUE, MessageBody: '{}' };
      const [span] = await spansOf(() => sqs.send(new SendMessageCommand(input)));
      expect(messageHeaders()).toEqual([headerOf(span)]);
      expect(input).toEqual({ QueueUrl: QUEUE, MessageBody: '{}' });
    });

    it('leaves the header that the app gave a message', async () => {
      const attribute = { AWSTraceHeader: { DataType: 'String', StringValue: OTHER_HEADER } };
      await spansOf(() =>
        sqs.send(new SendMessageCommand({ QueueUrl: QUEUE, MessageBody: '{}', MessageSystemAttributes: attribute })),
      );
      expect(messageHeaders()).toEqual([OTHER_HEADER]);
    });

    it('gives each message of a batch the header, unless it has one', async () => {
      const attribute = { AWSTraceHeader: { DataType: 'String', StringValue: OTHER_HEADER } };
      const Entries = [
        { Id: '1', MessageBody: '{}' },
        { Id: '2', MessageBody: '{}', MessageSystemAttributes: attribute },
      ];
      const [span] = await spansOf(() => sqs.send(new SendMessageBatchCommand({ QueueUrl: QUEUE, Entries })));
      expect(messageHeaders()).toEqual([headerOf(span), OTHER_HEADER]);
      expect(Entries[0]).toEqual({ Id: '1', MessageBody: '{}' });
    });

    it('gives copies of frozen messages the header', async () => {
      const message = Object.freeze({ QueueUrl: QUEUE, MessageBody: '{}' });
      const [single] = await spansOf(() => sqs.send(new SendMessageCommand(message)));
      const entry = Object.freeze({
        Id: '1',
        MessageBody: '{}',
        MessageSystemAttributes: Object.freeze({ Other: Object.freeze({ DataType: 'String', StringValue: 'kept' }) }),
      });
      const batch = Object.freeze({ QueueUrl: QUEUE, Entries: Object.freeze([entry]) });
      const [several] = await spansOf(() => sqs.send(new SendMessageBatchCommand(batch as never)));
      expect(messageHeaders()).toEqual([headerOf(single), headerOf(several)]);
      const other = { MessageSystemAttributes: { Other: { StringValue: 'kept' } } };
      expect(endpoint.requests[1]?.body).toMatchObject({ Entries: [other] });
    });

    it('sends what is no message as it is, beside one that is', async () => {
      const Entries = [null as never, { Id: '1', MessageBody: '{}' }];
      const [span] = await spansOf(() => sqs.send(new SendMessageBatchCommand({ QueueUrl: QUEUE, Entries })));
      const sent = endpoint.requests[0]?.body['Entries'] as readonly unknown[];
      expect(sent.at(-1)).toMatchObject({
        MessageSystemAttributes: { AWSTraceHeader: { StringValue: headerOf(span) } },
      });
    });

    it('sends what cannot be copied as it is', async () => {
      class OfOwnMembers {
        readonly QueueUrl = QUEUE;
        readonly MessageBody = 'own members';
      }
      const unreadable = Object.defineProperty({ QueueUrl: QUEUE, MessageBody: 'unreadable' }, 'other', {
        enumerable: true,
        get: () => {
          throw new Error('not today');
        },
      });
      for (const input of [new ComputedMessage(), new OfOwnMembers(), unreadable]) {
        await spansOf(() => sqs.send(new SendMessageCommand(input)));
      }
      expect(endpoint.requests.map(({ body }) => body['MessageBody'])).toEqual([
        'computed',
        'own members',
        'unreadable',
      ]);
      expect(messageHeaders()).toEqual([undefined, expect.stringMatching(/^Root=1-/), undefined]);
    });
  });
});
