import * as fc from 'fast-check';

/** Attribute keys that translate reads, so that random spans meet the rules and not only the way to metadata. */
export const KNOWN_KEYS: readonly string[] = [
  ...['http.request.method', 'http.request.method_original', 'http.response.status_code', 'http.response.body.size'],
  ...['url.full', 'url.scheme', 'url.path', 'url.query', 'user_agent.original', 'client.address', 'server.address'],
  ...['server.port', 'network.peer.address', 'http.method', 'http.url', 'http.target', 'http.host', 'http.scheme'],
  ...['http.status_code', 'http.status_text', 'http.user_agent', 'http.client_ip', 'http.response_content_length'],
  ...['net.peer.name', 'net.peer.port', 'net.peer.ip', 'net.host.name', 'net.host.port', 'peer.service', 'error.type'],
  ...['db.system', 'db.system.name', 'db.name', 'db.namespace', 'db.user', 'db.connection_string'],
  ...['rpc.system', 'rpc.service', 'rpc.method', 'messaging.system', 'messaging.destination.name', 'messaging.url'],
  ...['messaging.operation.type', 'message.type', 'messaging.message_payload_size_bytes', 'enduser.id', 'cloud.region'],
  ...['aws.span.kind', 'aws.local.service', 'aws.remote.service', 'aws.service', 'aws.operation', 'aws.account_id'],
  ...['aws.region', 'aws.request.id', 'aws.request_id', 'aws.requestId', 'aws.table_name', 'aws.table.name'],
  ...[
    'aws.dynamodb.table_names',
    'aws.queue_url',
    'aws.queue.url',
    'aws.sqs.queue.url',
    'aws.s3.bucket',
    'aws.attempts',
  ],
  ...['aws.xray.annotations', 'aws.xray.metadata.app', 'http.request.resend_count', 'code.function.name', 'app.tenant'],
];

/** Texts that mean something to some rule. */
const TELLING_TEXTS = [
  ...['', '0', '404', 'GET', '_OTHER', 'aws-api', 'DynamoDB', 'SQS', 'mysql', 'postgresql', 'redis', 'LOCAL_ROOT'],
  ...[
    'receive',
    'process',
    'RECEIVED',
    'http',
    'https',
    '/',
    '/a/b',
    '?q=1',
    'q=1',
    '*',
    '10.0.0.1',
    '::1',
    '[::1]:80',
  ],
  ...['db.internal', 'db.internal:5432', 'https://shop.example/a?b=c', 'jdbc:mysql://db/shop', 'AWS::SQS', 'AWS.SDK.'],
  ...[
    'ThrottlingException',
    '{"a":1}',
    '{"__proto__":{"x":1}}',
    'null',
    '{',
    'arn:aws:sns:eu-west-1:123456789012:topic',
  ],
];

const hostileKeys: fc.Arbitrary<string> = fc.constantFrom(
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'toJSON',
    'then',
    '',
    ' ',
    '0',
    '\u0000',
    '.',
  ],
  ...[
    '\ud800',
    'a\udc00b',
    '🛒',
    'ключ',
    'aws.xray.metadata.',
    'aws.xray.metadata.default',
    'aws.xray.metadata.__proto__',
  ],
  ...['aws.xray.metadata.otel', 'length', 'k'.repeat(600)],
);

/** Any text of an attribute: every plane of Unicode, halves of pairs, and long ones. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TELLING_TEXTS),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('\ud83d', 'x\udc00', 'é'.repeat(260), '🛒'.repeat(220), 'a b'.repeat(500), 'x'.repeat(200) + ' y'),
);

const scalars: fc.Arbitrary<unknown> = fc.oneof(
  texts,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.integer({ min: 100, max: 599 }),
);

/** Values as an app sets them: what the API allows. */
export const values: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: scalars },
  fc.array(scalars, { maxLength: 4 }),
  fc.dictionary(texts, scalars, { maxKeys: 3 }),
  fc.uint8Array({ maxLength: 8 }),
  fc.bigInt(),
  fc.constant(null),
);

/** Objects of these keys and values. */
export function recordOf(
  key: fc.Arbitrary<string>,
  value: fc.Arbitrary<unknown>,
  maxLength: number,
): fc.Arbitrary<Record<string, unknown>> {
  // From entries: `__proto__` becomes a member like any other.
  return fc
    .uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength })
    .map((entries) => Object.fromEntries(entries));
}

/** Keys of attributes: mostly known ones, some odd. */
export const keys: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KNOWN_KEYS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: hostileKeys },
);

/** Keys of a resource. */
export const resourceKeys: fc.Arbitrary<string> = fc.constantFrom(
  ...[
    'service.name',
    'service.version',
    'cloud.provider',
    'cloud.platform',
    'host.id',
    'faas.name',
    'cloud.account.id',
  ],
  ...['aws.log.group.arns', 'aws.log.group.names', 'k8s.cluster.name', 'service.instance.id', 'telemetry.sdk.language'],
  ...['aws.ecs.launchtype', 'container.id', '__proto__', ''],
);
/** Values of a resource. */
export const resourceValues: fc.Arbitrary<unknown> = fc.oneof(
  values,
  fc.constantFrom(
    'aws',
    'aws_lambda',
    'aws_ecs',
    'aws_ec2',
    'aws_eks',
    'aws_elastic_beanstalk',
    'gcp',
    'unknown_service:node',
    'nodejs',
  ),
);
