import type { Attributes } from '@otel-xray/segments';
import { XRayPropagator } from '@otel-xray/propagator';
import type { Context, Sdk } from './sdk.ts';
import { RESOURCE } from './workload.ts';

/** One call of the invocation: what its span says. */
export interface Call {
  readonly name: string;
  readonly kind: number;
  readonly attributes: Attributes;
}

/** The calls of the invocation, one after the other, each with a turn of the event loop. */
export const CALLS: readonly Call[] = [
  {
    name: 'GET',
    kind: 2,
    attributes: {
      'http.request.method': 'GET',
      'url.full': 'https://api.example.com/v1/customers/7',
      'server.address': 'api.example.com',
      'http.response.status_code': 200,
    },
  },
  {
    name: 'DynamoDB.GetItem',
    kind: 2,
    attributes: {
      'rpc.system': 'aws-api',
      'rpc.service': 'DynamoDB',
      'rpc.method': 'GetItem',
      'aws.region': 'eu-west-1',
      'aws.request_id': 'c0ffee',
      'db.system': 'dynamodb',
      'aws.table.name': 'orders',
    },
  },
  {
    name: 'pg.query',
    kind: 2,
    attributes: { 'db.system': 'postgresql', 'db.name': 'shop', 'db.statement': 'SELECT 1 FROM orders WHERE id = $1' },
  },
  { name: 'price basket', kind: 0, attributes: { 'basket.items': 3 } },
  {
    name: 'S3.PutObject',
    kind: 2,
    attributes: { 'rpc.system': 'aws-api', 'rpc.service': 'S3', 'rpc.method': 'PutObject', 'aws.region': 'eu-west-1' },
  },
];

const INVOCATION: Attributes = {
  'faas.invocation_id': '8f507cfc-5d3f-4b4d-9d6e-0d0e0f101112',
  'faas.trigger': 'http',
  'http.method': 'POST',
  'http.route': '/orders/{id}',
  'http.status_code': 200,
  'cloud.resource_id': 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
};

let invocations = 0;

/** The trace header of the next invocation, another trace each time. */
export function nextTraceHeader(): string {
  invocations += 1;
  return `Root=1-6553f100-${invocations.toString(16).padStart(24, '0')};Parent=53995c3f42cd8ad8;Sampled=1`;
}

/** An invocation below what its trace header names, with its calls as children, flushed before it ends. */
export function invokeTraced(sdk: Sdk, processors: readonly unknown[]): () => Promise<void> {
  const { api } = sdk;
  sdk.followContext();
  const provider = sdk.createProvider(RESOURCE.attributes, processors);
  const tracer = provider.getTracer('bench', '1.0.0');
  const propagator = new XRayPropagator();
  return async () => {
    const carrier = { 'x-amzn-trace-id': nextTraceHeader() };
    // By shape: the propagator may have been made for another version of the API.
    const parent = propagator.extract(
      api.ROOT_CONTEXT as never,
      carrier,
      api.defaultTextMapGetter,
    ) as unknown as Context;
    const root = tracer.startSpan('orders', { kind: 1, attributes: INVOCATION }, parent);
    await api.context.with(api.trace.setSpan(parent, root), async () => {
      for (const { name, kind, attributes } of CALLS) {
        const span = tracer.startSpan(name, { kind, attributes });
        await new Promise(setImmediate);
        span.end();
      }
    });
    root.end();
    await provider.forceFlush();
  };
}
