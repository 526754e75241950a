import { type SegmentDocument, translate } from '@otel-xray/segments';
import { aSpan, lintDocument } from '@otel-xray/testing';
import { describe, expect, it } from 'vitest';
import { readTrigger } from '../../packages/lambda/src/trigger/read-trigger.ts';
import {
  appSync,
  cognito,
  dynamoRecord,
  type Event,
  eventBridge,
  functionUrl,
  HEADER,
  httpApi,
  kafka,
  kinesisRecord,
  loadBalancer,
  logs,
  multiValueLoadBalancer,
  restApi,
  ROOT,
  s3Record,
  snsRecord,
  SPAN_ID,
  sqsRecord,
  stepFunctions,
  webSocket,
} from '../../packages/lambda/test/trigger/events.ts';

const FUNCTION_SEGMENT = { traceId: '6553f100a1b2c3d4e5f60718293a4b5c', spanId: '1111111111111111', traceFlags: 1 };
const INVOCATION = {
  'faas.invocation_id': 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  'faas.coldstart': true,
  'cloud.resource_id': 'arn:aws:lambda:eu-west-1:123456789012:function:checkout',
  'cloud.account.id': '123456789012',
};
const LAMBDA = {
  'cloud.provider': 'aws',
  'cloud.platform': 'aws_lambda',
  'faas.name': 'checkout',
  'telemetry.sdk.language': 'nodejs',
};

/** The document of an invocation that this event started and this answer ended. */
function documentOf(event: unknown, answer?: unknown): SegmentDocument {
  const { attributes, links, toResponseAttributes } = readTrigger(event);
  const span = aSpan()
    .server()
    .named('checkout')
    .service('checkout')
    .childOf(FUNCTION_SEGMENT, { remote: true })
    .resource(LAMBDA)
    .attributes({ ...INVOCATION, ...attributes, ...toResponseAttributes(answer) })
    .build();
  const translation = translate({ ...span, links });
  if (!translation.ok || translation.documents.length !== 1) throw new Error('not one document');
  return translation.documents[0] as SegmentDocument;
}

const requests: readonly { name: string; event: Event; request: object }[] = [
  {
    name: 'a REST API',
    event: restApi(),
    request: {
      method: 'POST',
      url: 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/orders/17?color=dark%20red&tag=a&tag=b',
      user_agent: 'curl/8.5.0',
      client_ip: '203.0.113.7',
    },
  },
  {
    name: 'an HTTP API',
    event: httpApi(),
    request: {
      method: 'PUT',
      url: 'https://shop.example.com/orders/17?color=dark%20red&tag=a&tag=b',
      user_agent: 'curl/8.5.0',
      client_ip: '203.0.113.7',
    },
  },
  {
    name: 'a function URL',
    event: functionUrl(),
    request: {
      method: 'GET',
      url: 'https://abcdefghij.lambda-url.eu-west-1.on.aws/orders/17',
      user_agent: 'curl/8.5.0',
      client_ip: '2001:db8::17',
    },
  },
  {
    name: 'a load balancer, behind a proxy that may have made its client up',
    event: loadBalancer(),
    request: {
      method: 'GET',
      url: 'http://shop.example.com/orders?color=dark%20red&tag=b',
      user_agent: 'curl/8.5.0',
      client_ip: '192.0.2.1',
      x_forwarded_for: true,
    },
  },
  {
    name: 'a load balancer with multi-value headers',
    event: multiValueLoadBalancer(),
    request: {
      method: 'GET',
      url: 'http://shop.example.com/orders?color=dark%20red&tag=a&tag=b',
      user_agent: 'curl/8.5.0',
      client_ip: '192.0.2.1',
      x_forwarded_for: true,
    },
  },
  {
    name: 'a WebSocket connection',
    event: webSocket('CONNECT', '$connect'),
    request: {
      url: 'wss://k1l2m3n4o5.execute-api.eu-west-1.amazonaws.com/?room=blue',
      user_agent: 'curl/8.5.0',
      client_ip: '203.0.113.7',
    },
  },
  {
    name: 'a GraphQL field',
    event: appSync('Query'),
    request: {
      url: 'https://api.example.com/graphql',
      user_agent: 'curl/8.5.0',
      client_ip: '203.0.113.7',
      x_forwarded_for: true,
    },
  },
];

describe('the document of a request', () => {
  it.each(requests)('tells $name', ({ event, request }) => {
    const document = documentOf(event);
    expect(document.http?.request).toEqual(request);
    expect(document).toMatchObject({ name: 'checkout', type: 'subsegment', parent_id: FUNCTION_SEGMENT.spanId });
  });

  it('keeps the route for metadata and says nothing twice', () => {
    const metadata = documentOf(restApi(), { statusCode: 200 }).metadata?.['default'] ?? {};
    const ofSpan = Object.entries(metadata).filter(([key]) => !key.startsWith('otel.resource.'));
    expect(Object.fromEntries(ofSpan)).toEqual({
      'cloud.resource_id': INVOCATION['cloud.resource_id'],
      'faas.coldstart': true,
      'faas.trigger': 'http',
      'http.route': '/orders/{id}',
      'network.protocol.version': '1.1',
    });
  });

  it.each([
    { answer: { statusCode: 200 }, flags: {}, status: 200 },
    { answer: { statusCode: '404' }, flags: { error: true }, status: 404 },
    { answer: { statusCode: 429 }, flags: { error: true, throttle: true }, status: 429 },
    { answer: { statusCode: 503 }, flags: { fault: true }, status: 503 },
    { answer: 'malformed', flags: { fault: true }, status: 502 },
  ])('is $flags for $answer', ({ answer, flags, status }) => {
    const document = documentOf(restApi(), answer);
    const { error, throttle, fault } = document;
    expect(JSON.parse(JSON.stringify({ error, throttle, fault }))).toEqual(flags);
    expect(document.http?.response).toEqual({ status });
  });

  it('is no error where format 2.0 makes a 200 of the answer', () => {
    const document = documentOf(functionUrl(), 'hello');
    expect(document.http?.response).toEqual({ status: 200 });
    expect(document).not.toHaveProperty('fault');
  });

  it('hides secrets in the query', () => {
    const document = JSON.stringify(documentOf(httpApi({ rawQueryString: 'access_token=very-secret&tag=a' })));
    expect(document).not.toContain('very-secret');
    expect(document).toContain('tag=a');
  });
});

describe('the document of messages', () => {
  it('links the senders and names the queue', () => {
    const document = documentOf({ Records: [sqsRecord('m-1', { header: HEADER }), sqsRecord('m-2')] });
    expect(document.links).toEqual([
      {
        trace_id: '1-6553f100-a1b2c3d4e5f60718293a4b5c',
        id: SPAN_ID,
        attributes: { 'messaging.message.id': 'm-1' },
      },
    ]);
    expect(document.aws).toMatchObject({ queue_url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders' });
    expect(document).toMatchObject({ name: 'checkout', type: 'subsegment' });
    expect(document).not.toHaveProperty('namespace');
    expect(document).not.toHaveProperty('http');
  });

  it('tells how many the handler gave back', () => {
    const { metadata } = documentOf(
      { Records: [sqsRecord('m-1')] },
      { batchItemFailures: [{ itemIdentifier: 'm-1' }] },
    );
    expect(metadata?.['default']).toMatchObject({
      'messaging.batch.message_count': 1,
      'messaging.batch.failed_message_count': 1,
    });
  });

  it('has the trace that a header without a span names in its metadata', () => {
    const document = documentOf({ Records: [sqsRecord('m-1', { header: ROOT })] });
    expect(document).not.toHaveProperty('links');
    expect(JSON.stringify(document.metadata?.['otel'])).toContain('6553f100a1b2c3d4e5f60718293a4b5c');
  });
});

describe('the document of any invocation', () => {
  const events: readonly { name: string; event: unknown }[] = [
    ...requests,
    { name: 'SQS', event: { Records: [sqsRecord('m-1', { header: HEADER })] } },
    { name: 'SNS', event: { Records: [snsRecord({ 'x-amzn-trace-id': HEADER })] } },
    { name: 'Kinesis', event: { Records: [kinesisRecord()] } },
    { name: 'DynamoDB', event: { Records: [dynamoRecord('INSERT')] } },
    { name: 'S3', event: { Records: [s3Record('ObjectCreated:Put')] } },
    { name: 'Kafka', event: kafka() },
    { name: 'EventBridge', event: eventBridge() },
    { name: 'Step Functions', event: stepFunctions() },
    { name: 'logs', event: logs },
    { name: 'Cognito', event: cognito },
  ];

  it.each(events)('is one that X-Ray takes, named after the function: $name', ({ event }) => {
    const document = documentOf(event, { statusCode: 200 });
    const grave = lintDocument(document).filter(({ severity }) => severity !== 'advice');
    expect(grave).toEqual([]);
    expect(document.name).toBe('checkout');
    expect(JSON.stringify(document)).not.toContain('very-secret');
  });
});
