import { describe, expect, it } from 'vitest';
import { orderRequest } from '../demo/requests.ts';
import { toEventFacts, toResponseAttributes } from '../telemetry/event-attributes.ts';

describe('toEventFacts', () => {
  it('reads an API Gateway event', () => {
    expect(toEventFacts(orderRequest('mug'))).toEqual({
      attributes: {
        'faas.trigger': 'http',
        'http.request.method': 'POST',
        'http.route': '/orders',
        'url.scheme': 'https',
        'url.path': '/orders',
        'server.address': 'api.example.com',
        'client.address': '203.0.113.7',
        'user_agent.original': 'demo/1.0',
      },
      links: [],
      headers: { 'User-Agent': 'demo/1.0', 'X-Forwarded-Proto': 'https', Host: 'api.example.com' },
    });
  });

  it('reads an SQS event, with a link to each sender', () => {
    const record = {
      messageId: 'm1',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:orders',
      attributes: { AWSTraceHeader: 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1' },
    };
    const facts = toEventFacts({ Records: [record, { ...record, attributes: {} }] });
    expect(facts.attributes).toEqual({
      'faas.trigger': 'pubsub',
      'messaging.system': 'aws_sqs',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'orders',
      'messaging.batch.message_count': 2,
    });
    expect(facts.links).toMatchObject([
      { context: { traceId: '6553f100a1b2c3d4e5f60718293a4b5c', spanId: '53995c3f42cd8ad8' } },
    ]);
  });

  it.each([
    { event: undefined, why: 'no event' },
    { event: null, why: 'null' },
    { event: 'text', why: 'a text' },
    { event: { Records: [] }, why: 'no records' },
    { event: { Records: [{ eventSource: 'aws:s3' }] }, why: 'records of another service' },
  ])('finds nothing in $event ($why)', ({ event }) => {
    expect(toEventFacts(event)).toEqual({ attributes: {}, links: [], headers: {} });
  });
});

describe('toResponseAttributes', () => {
  it.each([
    {
      event: orderRequest('mug'),
      response: { statusCode: 503 },
      attributes: { 'http.response.status_code': 503 },
      why: 'status',
    },
    { event: orderRequest('mug'), response: { body: '' }, attributes: {}, why: 'API Gateway makes the status' },
    { event: orderRequest('mug'), response: undefined, attributes: {}, why: 'no answer' },
    { event: { Records: [] }, response: { statusCode: 503 }, attributes: {}, why: 'no HTTP event' },
  ])('gives $attributes ($why)', ({ event, response, attributes }) => {
    expect(toResponseAttributes(event, response)).toEqual(attributes);
  });
});
