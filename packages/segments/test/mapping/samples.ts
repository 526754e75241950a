import type { InputName } from '../../src/mapping/row.ts';

const STACK = ['TypeError: no stock', ...frames(1), '    [cause]: RangeError: none left', ...frames(1)].join('\n');
const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:1:function:f';
const LONG = 'a long text '.repeat(30);
const LONG_HOST = `${'long.'.repeat(50)}example`;
const SYSTEMS = { 'db.system.name': 'mysql', 'db.system': 'mysql' };

function frames(count: number): string[] {
  return Array.from({ length: count }, (_, line) => `    at reserve (/app/stock.js:${line + 1}:5)`);
}

/** What an input holds in the tests, by the member it shall give and by its own name. Where nothing is said: a plain text. */
const BY_MEMBER: Readonly<Record<string, Readonly<Record<InputName, unknown>>>> = {
  name: { 'rpc.method': 'SQS/SendMessage' },
  fault: { 'cloud.resource_id': FUNCTION_ARN, 'faas.id': FUNCTION_ARN },
  error: { 'http.response.status_code': 404, 'http.status_code': 404, 'error.type': 'ThrottlingException' },
  throttle: { 'http.response.status_code': 429, 'http.status_code': 429, 'error.type': 'SlowDown' },
  'aws.table_name': { 'aws.dynamodb.table_names': ['orders'] },
  'aws.queue_url': { 'messaging.url': 'https://sqs.example/1/q', 'url.full': 'https://sqs.example/1/q' },
  'cause.exceptions[].truncated': {
    'events[exception].exception.stacktrace': `Error: deep\n${frames(120).join('\n')}`,
  },
  'metadata.otel.stacktraces': { 'events[exception].exception.stacktrace': 'Traceback:\n  File "a.py", line 1' },
  'metadata.otel.exception_classes': { 'events[exception].exception.stacktrace': STACK },
  'metadata.otel.links': { 'links.context': { traceId: 'invalid', spanId: '' } },
  'metadata.otel.name': {
    'db.connection_string': `postgresql://${LONG_HOST}/shop`,
    'url.full': `https://${LONG_HOST}/`,
    'http.url': `https://${LONG_HOST}/`,
    'rpc.method': `${'Service'.repeat(30)}/Send`,
  },
  'metadata.<namespace>.*': { 'aws.xray.metadata.app': '{"sample":"own"}' },
  type: { 'resource:cloud.platform': 'aws_lambda' },
  'sql.url': SYSTEMS,
  'sql.database_type': SYSTEMS,
  'sql.connection_string': { 'db.connection_string': 'Server=db.internal;Database=shop' },
  'metadata.otel.scope': { 'scope.name': 'orders-app' },
};

const BY_INPUT: Readonly<Record<InputName, unknown>> = {
  'url.full': 'https://shop.example/a?b=c',
  'http.url': 'https://shop.example/a?b=c',
  'url.scheme': 'https',
  'http.scheme': 'https',
  'url.path': '/orders',
  'http.target': '/orders?id=1',
  'url.query': 'id=1',
  'server.port': 8443,
  'net.host.port': 8443,
  'net.peer.port': 8443,
  'http.response.status_code': 503,
  'http.status_code': 503,
  'http.response.body.size': 17,
  'http.response_content_length': 17,
  'http.response_content_length_uncompressed': 17,
  'messaging.message_payload_size_bytes': 17,
  'events[*].messaging.message_payload_size_bytes': 17,
  'client.address': '10.1.0.1',
  'network.peer.address': '10.1.0.2',
  'http.request.resend_count': 2,
  'aws.attempts': 3,
  'aws.dynamodb.table_names': ['orders', 'items'],
  'rpc.system': 'aws-api',
  'rpc.system.name': 'aws-api',
  'db.connection_string': 'postgresql://db.internal:5432/shop',
  'aws.span.kind': 'LOCAL_ROOT',
  'messaging.operation.type': 'receive',
  'messaging.operation': 'receive',
  'cloud.resource_id': 'arn:aws:lambda:eu-west-1:1:function:f',
  'faas.id': 'arn:aws:lambda:eu-west-1:1:function:f',
  'aws.xray.annotations': ['sample'],
  'aws.xray.metadata.default': '{"sample":"own"}',
  'events[exception].exception.type': 'ThrottlingException',
  'events[exception].exception.stacktrace': STACK,
  'resource:cloud.platform': 'aws_ecs',
  'resource:aws.ecs.launchtype': 'fargate',
  'resource:aws.log.group.arns': ['arn:aws:logs:eu-west-1:1:log-group:/a:*'],
  'resource:aws.log.group.names': ['arn:aws:logs:eu-west-1:1:log-group:/b'],
  'resource:service.instance.id': '12',
  'option:logGroupNames': ['arn:aws:logs:eu-west-1:1:log-group:/c'],
  'option:indexedAttributes': ['sample'],
  'option:indexAllAttributes': true,
  'option:annotationAliases': { sample: 'sample' },
  'option:scope': true,
  'links.context': { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' },
  'links.attributes': { 'app.reason': 'retry' },
  'scope.name': '@opentelemetry/instrumentation-fs',
  'scope.version': '1.2.3',
  'span.ended': false,
  'span.droppedAttributesCount': 2,
  'span.droppedEventsCount': 2,
  'span.droppedLinksCount': 2,
  'parent.isRemote': false,
  'status.code': 2,
};

/** Members that hold what another member had to cut: only a long text gives them. */
const CUT = new Set(
  ['name', 'method', 'user_agent', 'client_ip', 'user', 'sql.user'].map((key) => `metadata.otel.${key}`),
);

/** A value of the input that can give the member. */
export function sampleOf(member: string, input: InputName): unknown {
  const special = BY_MEMBER[member]?.[input];
  if (special !== undefined) return special;
  if (CUT.has(member)) return LONG;
  return BY_INPUT[input] ?? 'sample';
}

/** Another one, for tests of two inputs at once. */
export function otherSampleOf(member: string, input: InputName): unknown {
  const sample = sampleOf(member, input);
  if (typeof sample === 'number') return member === 'throttle' ? 500 : sample + 1;
  return typeof sample === 'string'
    ? sample.replace(/[a-z0-9](?=[^a-z0-9]*$)/, (last) => (last === '7' ? '8' : '7'))
    : sample;
}
