import { type PlainSpan, LOCAL_PARENT, REMOTE_PARENT, UNKNOWN_PARENT } from '../spans.ts';

const RECEIVED = { 'message.type': 'RECEIVED' };
const ERROR = { code: 2 };

/** A call below a span of its service, so that it is one document and named after the callee. */
const call = (attributes: PlainSpan['attributes'] = {}, members: PlainSpan = {}): PlainSpan => ({
  kind: 2,
  parentSpanContext: LOCAL_PARENT,
  attributes,
  ...members,
});

const platform = (name: string): PlainSpan => ({ resource: { 'cloud.platform': name } });

/**
 * Spans of every kind that some row of the mapping table is about, bare of what the rows read: a test adds one input, and sees
 * what it gives.
 */
export const SITUATIONS: readonly PlainSpan[] = [
  {},
  { attributes: { 'aws.span.kind': 'LOCAL_ROOT' } },
  { parentSpanContext: LOCAL_PARENT },
  { parentSpanId: LOCAL_PARENT.spanId },
  { kind: 1 },
  { kind: 1, parentSpanContext: REMOTE_PARENT },
  { kind: 1, parentSpanContext: LOCAL_PARENT },
  { kind: 1, attributes: { 'server.address': 'api.example' } },
  { kind: 1, attributes: { 'http.host': 'api.example' } },
  { kind: 1, attributes: { 'server.address': 'api.example', 'url.path': '/a' } },
  { kind: 1, attributes: { 'net.host.name': 'api.example', 'http.method': 'GET' } },
  { kind: 1, attributes: { 'client.address': '10.0.0.1', 'http.method': 'GET' } },
  { kind: 1, attributes: { 'network.peer.address': '10.0.0.2', 'http.method': 'GET' } },
  { kind: 1, attributes: { 'http.method': 'GET' } },
  { kind: 1, attributes: { 'http.request.method': '_OTHER' } },
  { kind: 1, attributes: { 'http.method': 'GET', ...RECEIVED } },
  { kind: 1, attributes: { 'http.method': 'GET' }, events: [{ name: 'message', time: [1, 0], attributes: RECEIVED }] },
  { kind: 1, resource: { 'service.name': 'unknown_service:node' } },
  { kind: 1, resource: { 'service.name': 'aws_elastic_beanstalk' } },
  { kind: 1, parentSpanContext: REMOTE_PARENT, resource: { 'service.name': 'orders' } },
  { kind: 1, events: [{ name: 'exception', time: [1, 0], attributes: {} }] },
  { kind: 1, attributes: { 'cloud.resource_id': 'arn:aws:lambda:eu-west-1:1:function:f' } },
  {
    resource: { 'service.name': 'orders', 'cloud.platform': 'aws_lambda' },
    parentSpanContext: UNKNOWN_PARENT,
    kind: 1,
  },
  call(),
  call({ 'http.method': 'GET' }),
  call({ 'http.method': 'GET', 'server.address': 'api.example' }),
  call({ 'http.method': 'GET', 'net.peer.name': 'api.example' }),
  call({ 'http.method': 'GET', 'net.peer.ip': '10.0.0.9' }),
  call({ 'rpc.system': 'aws-api' }),
  call({ 'rpc.system': 'aws-api', 'rpc.service': 'SQS' }),
  call({ 'rpc.system': 'aws-api', 'rpc.service': 'DynamoDB' }),
  call({ 'db.system': 'postgresql' }),
  call({ 'db.system': 'postgresql', 'server.address': 'db.example' }),
  call({ 'db.system': 'postgresql', 'net.peer.name': 'db.example' }),
  call({ 'db.system': 'postgresql', 'db.name': 'shop' }),
  call({ 'db.namespace': 'shop', 'server.address': 'db.example' }),
  call({ 'messaging.system': 'rabbitmq' }, { kind: 3 }),
  call({}, { kind: 3 }),
  call({}, { kind: 4 }),
  call({ 'messaging.operation.type': 'receive' }, { kind: 4 }),
  call({}, { kind: 4, parentSpanContext: REMOTE_PARENT }),
  call({}, { parentSpanContext: REMOTE_PARENT }),
  call({}, { status: ERROR }),
  call({ 'rpc.system': 'aws-api' }, { status: ERROR, events: [{ name: 'exception', time: [1, 0], attributes: {} }] }),
  call(
    { 'rpc.system': 'aws-api' },
    {
      events: [
        {
          name: 'HTTP request failure',
          time: [1, 0],
          attributes: { 'http.response.status_code': 503, 'aws.http.error_message': 'slow down' },
        },
      ],
    },
  ),
  { kind: 2 },
  { status: { code: 2, message: 'no stock' } },
  { name: 'a long name '.repeat(30) },
  { events: [{ name: 'exception', time: [1, 0], attributes: { 'exception.type': 'Error' } }] },
  {
    events: [{ name: 'exception', time: [1, 0], attributes: { 'exception.type': 'Error' } }],
    resource: { 'telemetry.sdk.language': 'python' },
  },
  { events: Array.from({ length: 70 }, () => ({ name: 'exception', time: [1, 0] as const, attributes: {} })) },
  platform('aws_ec2'),
  platform('aws_ecs'),
  platform('aws_eks'),
  { resource: { 'cloud.platform': 'aws_elastic_beanstalk', 'service.instance.id': '7' } },
  { resource: { 'telemetry.sdk.name': 'opentelemetry', 'telemetry.sdk.language': 'nodejs' } },
  { startTime: [Number.NaN, 0] },
  { ended: false },
];
