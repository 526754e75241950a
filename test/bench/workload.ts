import type { Attributes, HrTime, ReadableSpan, Resource, SpanEvent } from '@otel-xray/segments';
import { createRandom, type Random } from './random.ts';

/** Spans of one trace: a Lambda function's own, and five calls below it. */
export const SPANS_PER_TRACE = 6;

const EPOCH_SECONDS = 1_700_000_000;
const REGION = 'eu-west-1';
const ACCOUNT = '123456789012';

/** The resource of every span. */
export const RESOURCE: Resource = {
  attributes: {
    'service.name': 'orders',
    'service.version': '1.4.2',
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'cloud.region': REGION,
    'cloud.account.id': ACCOUNT,
    'faas.name': 'orders',
    'faas.version': '$LATEST',
    'faas.instance': '2023/11/14/[$LATEST]00112233445566778899aabbccddeeff',
    'faas.max_memory': 536_870_912,
    'aws.log.group.names': ['/aws/lambda/orders'],
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.version': '3.1.1',
    'process.runtime.name': 'nodejs',
    'process.runtime.version': '24.0.0',
  },
};

interface Call {
  readonly name: string;
  readonly kind: number;
  readonly attributes: Attributes;
}

/**
 * The same traces each time, as a Lambda function that takes an order leaves them: HTTP in and out, DynamoDB, PostgreSQL,
 * work of its own, and SQS, S3 or HTTP again. HTTP comes in the older and in the stable vocabulary by turns; one span in
 * twenty records an exception, one call in thirty answers 503.
 */
export function createWorkload(traces: number): readonly (readonly ReadableSpan[])[] {
  const random = createRandom(7);
  return Array.from({ length: traces }, (_, index) => createTrace(index, random));
}

function createTrace(index: number, random: Random): readonly ReadableSpan[] {
  const trace = { traceId: random.hex(32), second: EPOCH_SECONDS + index };
  const request = requestId(random);
  const server = createSpan(
    { name: 'orders', kind: 1, attributes: invocationOf(index, request) },
    { ...trace, startMillis: 0, millis: 120 },
    random,
  );
  const parent = { traceId: trace.traceId, spanId: server.spanContext().spanId };
  const children = callsOf(index, request, random).map((call, position) =>
    createSpan(call, { ...trace, parent, startMillis: 5 + 20 * position, millis: 15 }, random),
  );
  // Children end, and so are exported, before their parent.
  return [
    ...children,
    { ...server, parentSpanContext: { traceId: trace.traceId, spanId: random.hex(16), isRemote: true } },
  ];
}

interface Place {
  readonly traceId: string;
  readonly second: number;
  readonly startMillis: number;
  readonly millis: number;
  readonly parent?: { readonly traceId: string; readonly spanId: string };
}

function createSpan({ name, kind, attributes }: Call, place: Place, random: Random): ReadableSpan {
  const context = { traceId: place.traceId, spanId: random.hex(16), traceFlags: 1 };
  const failed = random.chance(0.05);
  const endTime: HrTime = [place.second, (place.startMillis + place.millis) * 1_000_000 + 250];
  return {
    name,
    kind,
    spanContext: () => context,
    parentSpanContext: place.parent,
    startTime: [place.second, place.startMillis * 1_000_000 + 125],
    endTime,
    ended: true,
    status: failed ? { code: 2, message: "Cannot read properties of undefined (reading 'total')" } : { code: 0 },
    attributes,
    links: [],
    events: failed ? [exceptionAt(endTime)] : [],
    resource: RESOURCE,
    instrumentationScope: { name: 'bench', version: '1.0.0' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function exceptionAt(time: HrTime): SpanEvent {
  const message = "Cannot read properties of undefined (reading 'total')";
  const frames = [
    'priceBasket (/var/task/basket.js:41:17)',
    'handler (/var/task/index.js:12:9)',
    'async Runtime.run (/var/runtime/index.mjs:9:5)',
  ];
  const stack = [`TypeError: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return {
    name: 'exception',
    time,
    attributes: { 'exception.type': 'TypeError', 'exception.message': message, 'exception.stacktrace': stack },
  };
}

function invocationOf(index: number, request: string): Attributes {
  const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:orders`;
  return {
    'faas.execution': request,
    'faas.invocation_id': request,
    'faas.id': arn,
    'faas.trigger': 'http',
    'faas.coldstart': index % 50 === 0,
    'cloud.resource_id': arn,
    'cloud.account.id': ACCOUNT,
    'http.method': 'POST',
    'http.route': '/orders/{id}',
    'http.status_code': 200,
    'http.url': `https://shop.execute-api.${REGION}.amazonaws.com/prod/orders/${index}`,
    'http.user_agent': 'Mozilla/5.0 (X11; Linux x86_64) curl/8.10.1',
    'http.client_ip': '198.51.100.23',
  };
}

function callsOf(index: number, request: string, random: Random): readonly Call[] {
  const status = random.chance(1 / 30) ? 503 : 200;
  const isOld = index % 2 === 0;
  return [
    { name: 'GET', kind: 2, attributes: isOld ? oldHttp(index, status) : stableHttp(index, status) },
    {
      name: 'DynamoDB.GetItem',
      kind: 2,
      attributes: awsCall('DynamoDB', 'GetItem', request, {
        'db.system': 'dynamodb',
        'db.name': 'orders-table',
        'db.operation': 'GetItem',
        'aws.dynamodb.table_names': ['orders-table'],
        'aws.table.name': 'orders-table',
      }),
    },
    { name: 'pg.query:SELECT shop', kind: 2, attributes: query(index) },
    {
      name: 'price basket',
      kind: 0,
      attributes: {
        'basket.items': 1 + (index % 9),
        'basket.total': 12.5 * (index % 7),
        'customer.tier': 'gold',
        'cache.hit': index % 4 === 0,
      },
    },
    lastCallOf(index, request, random),
  ];
}

function lastCallOf(index: number, request: string, random: Random): Call {
  const queueUrl = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/orders-queue`;
  const queue = {
    'messaging.system': 'aws_sqs',
    'messaging.destination.name': 'orders-queue',
    'messaging.url': queueUrl,
    'aws.queue.url': queueUrl,
    'messaging.message.id': random.hex(32),
  };
  if (index % 3 === 0)
    return { name: 'orders-queue send', kind: 3, attributes: awsCall('SQS', 'SendMessage', request, queue) };
  const bucket = { 'aws.s3.bucket': 'invoices', 'aws.s3.key': `2023/11/${index}.pdf` };
  if (index % 3 === 1)
    return { name: 'S3.PutObject', kind: 2, attributes: awsCall('S3', 'PutObject', request, bucket) };
  return { name: 'GET', kind: 2, attributes: index % 2 === 0 ? stableHttp(index, 200) : oldHttp(index, 200) };
}

function stableHttp(index: number, status: number): Attributes {
  return {
    'http.request.method': 'GET',
    'url.full': `https://api.example.com/v1/customers/${index}?expand=address`,
    'server.address': 'api.example.com',
    'server.port': 443,
    'network.peer.address': '203.0.113.7',
    'network.peer.port': 443,
    'network.protocol.version': '1.1',
    'http.response.status_code': status,
    'user_agent.original': 'orders/1.4.2 undici',
    'http.response.body.size': 2048,
  };
}

function oldHttp(index: number, status: number): Attributes {
  return {
    'http.method': 'GET',
    'http.url': `https://api.example.com/v1/customers/${index}?expand=address`,
    'http.target': `/v1/customers/${index}?expand=address`,
    'http.host': 'api.example.com:443',
    'net.peer.name': 'api.example.com',
    'net.peer.ip': '203.0.113.7',
    'net.peer.port': 443,
    'http.flavor': '1.1',
    'http.status_code': status,
    'http.status_text': status === 200 ? 'OK' : 'SERVICE UNAVAILABLE',
    'http.response_content_length_uncompressed': 2048,
    'net.transport': 'ip_tcp',
  };
}

function query(index: number): Attributes {
  return {
    'db.system': 'postgresql',
    'db.name': 'shop',
    'db.user': 'app',
    'db.connection_string': 'postgresql://db.example.com:5432/shop',
    'net.peer.name': 'db.example.com',
    'net.peer.port': 5432,
    'db.statement': `SELECT id, total, currency FROM orders WHERE customer_id = $1 AND status IN ('open', 'paid') ORDER BY created_at DESC LIMIT ${20 + (index % 5)}`,
  };
}

/** As the instrumentations write it: older and newer keys side by side. */
function awsCall(service: string, method: string, request: string, more: Attributes): Attributes {
  return {
    'rpc.system': 'aws-api',
    'rpc.service': service,
    'rpc.method': method,
    'aws.region': REGION,
    'cloud.region': REGION,
    'aws.request.id': request,
    'aws.request_id': request,
    'http.status_code': 200,
    'http.response.status_code': 200,
    ...more,
  };
}

function requestId(random: Random): string {
  return [8, 4, 4, 4, 12].map((digits) => random.hex(digits)).join('-');
}
