import { describe, expect, it } from 'vitest';
import { readTrigger } from '../../src/trigger/read-trigger.ts';
import { type Event, functionUrl, httpApi, loadBalancer, restApi, sqsRecord } from './events.ts';

// What `@opentelemetry/instrumentation-aws-lambda` 0.76.0 answered for these very events. It always writes the port, and
// builds the query from the merged parameters of the event.
const requests: readonly { name: string; event: Event; official: string; ours: string; why: string }[] = [
  {
    name: 'a function URL',
    event: functionUrl(),
    official: 'https://abcdefghij.lambda-url.eu-west-1.on.aws:443/orders/17',
    ours: 'https://abcdefghij.lambda-url.eu-west-1.on.aws/orders/17',
    why: 'the usual port needs no word',
  },
  {
    name: 'an HTTP API',
    event: httpApi(),
    official: 'https://shop.example.com:443/orders/17?color=dark%20red&tag=a%2Cb',
    ours: 'https://shop.example.com/orders/17?color=dark%20red&tag=a&tag=b',
    why: 'two values are not one with a comma',
  },
  {
    name: 'a REST API',
    event: restApi(),
    official: 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com:443/orders/17?color=dark%20red&tag=b',
    ours: 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/orders/17?color=dark%20red&tag=a&tag=b',
    why: 'the stage is in the path, and both values were sent',
  },
  {
    name: 'a load balancer',
    event: loadBalancer(),
    official: 'http://shop.example.com:80/orders?color=dark%2520red&tag=b',
    ours: 'http://shop.example.com/orders?color=dark%20red&tag=b',
    why: 'its parameters are encoded already',
  },
];

describe('beside the official instrumentation', () => {
  it.each(requests)('tells the URL of $name as the client wrote it ($why)', ({ event, official, ours }) => {
    const url = readTrigger(event).attributes['url.full'];
    expect(url).toBe(ours);
    expect(new URL(ours).origin).toBe(new URL(official).origin);
  });

  it('tells of a queue what its span `process orders` does, but for the address of SQS', () => {
    // On the invocation's own span, `server.address` would name the function.
    const { attributes } = readTrigger({ Records: [sqsRecord('m-1'), sqsRecord('m-2')] });
    expect(attributes).toMatchObject({
      'faas.trigger': 'pubsub',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.system': 'aws_sqs',
      'messaging.destination.name': 'orders',
      'messaging.batch.message_count': 2,
      'aws.sqs.queue.url': 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
    });
    expect(attributes).not.toHaveProperty('server.address');
  });
});
