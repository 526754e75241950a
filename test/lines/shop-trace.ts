import type { HrTime, LineTracer } from './line.ts';

/** The trace header that the shop's request comes with. */
const TRACE_HEADER = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';

const at = (millis: number): HrTime => [1_700_000_000, millis * 1_000_000];

/** Runs one request through a shop: a server span that answers 500, with one child of each kind below it. */
export function traceShopRequest(tracer: LineTracer): void {
  const server = tracer.startSpan(
    'POST /orders',
    {
      kind: 1,
      startTime: at(100),
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/orders',
        'url.full': 'https://shop.test/orders',
        'http.response.status_code': 500,
        'order.id': 'A-17',
        'order.items': ['tea', 'cups'],
      },
    },
    { traceHeader: TRACE_HEADER },
  );
  const table = tracer.startSpan(
    'DynamoDB.PutItem',
    {
      kind: 2,
      startTime: at(110),
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.service': 'DynamoDB',
        'rpc.method': 'PutItem',
        'cloud.region': 'eu-west-1',
        'aws.dynamodb.table_names': ['orders'],
        'http.response.status_code': 200,
      },
    },
    server,
  );
  table.end(at(130));
  const payment = tracer.startSpan(
    'POST',
    {
      kind: 2,
      startTime: at(131),
      attributes: {
        'http.request.method': 'POST',
        'url.full': 'https://payments.test/charge',
        'server.address': 'payments.test',
        'http.response.status_code': 429,
      },
    },
    server,
  );
  payment.setStatus({ code: 2 });
  payment.end(at(170));
  const work = tracer.startSpan('reserve', { kind: 0, startTime: at(171), attributes: {} }, server);
  work.addEvent(
    'exception',
    {
      'exception.type': 'OutOfStock',
      'exception.message': 'no cups left',
      'exception.stacktrace':
        'OutOfStock: no cups left\n    at reserve (/app/stock.js:12:7)\n    at main (/app/index.js:3:1)',
    },
    at(172),
  );
  work.setStatus({ code: 2, message: 'no cups left' });
  work.end(at(173));
  const sent = tracer.startSpan(
    'send orders',
    {
      kind: 3,
      startTime: at(174),
      attributes: { 'messaging.system': 'aws_sqs', 'messaging.destination.name': 'orders' },
      links: [{ context: { traceId: '6553f0ff000000000000000000000abc', spanId: '00000000000000ff', traceFlags: 1 } }],
    },
    server,
  );
  sent.end(at(180));
  server.setStatus({ code: 2, message: 'no cups left' });
  server.end(at(200));
}

/** Spans of one `traceShopRequest`. */
export const SHOP_SPANS = 5;
