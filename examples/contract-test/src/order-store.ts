import { SpanKind, trace } from '@opentelemetry/api';

export interface Order {
  readonly id: string;
  readonly items: number;
}

/** Looks an order up; `undefined` where there is none. */
export type ReadOrder = (id: string) => Promise<Order | undefined>;

const ORDERS = new Map([['A-17', { id: 'A-17', items: 2 }]]);

/** Reads an order by its key. A map stands in for DynamoDB; the span is the one that the AWS SDK's instrumentation makes. */
export const readOrder: ReadOrder = (id) => traceCall('GetItem', async () => ORDERS.get(id));

/** Runs `call` in the span of a DynamoDB call. */
export async function traceCall<T>(operation: string, call: () => Promise<T>): Promise<T> {
  const attributes = {
    'rpc.system': 'aws-api',
    'rpc.service': 'DynamoDB',
    'rpc.method': operation,
    'aws.dynamodb.table_names': ['orders'],
  };
  const tracer = trace.getTracer('shop');
  return tracer.startActiveSpan(`DynamoDB.${operation}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      return await call();
    } finally {
      span.end();
    }
  });
}
