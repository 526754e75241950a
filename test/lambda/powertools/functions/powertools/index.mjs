import { Tracer } from '@aws-lambda-powertools/tracer';
import { createShop } from '../shop.mjs';

const tracer = new Tracer();

/** What a compiler makes of a legacy decorator on a method. */
function decorate(decorator, name, value) {
  const descriptor = { value, writable: true, configurable: true };
  return (decorator({}, name, descriptor) ?? descriptor).value;
}

const shop = await createShop({
  putAnnotation: (key, value) => tracer.putAnnotation(key, value),
  putMetadata: (...metadata) => tracer.putMetadata(...metadata),
  captureMethod: (name, fn) => decorate(tracer.captureMethod(), name, fn),
  traceClient: (client) => tracer.captureAWSv3Client(client),
});

export const handler = decorate(tracer.captureLambdaHandler(), 'handler', async (event, _context) => shop(event));
