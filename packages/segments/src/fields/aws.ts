import { type AttributeReader, toInteger } from '../attributes.ts';
import type { AwsBlock } from '../document.ts';
import type { SpanFacts } from '../facts.ts';
import { Family } from '../families.ts';
import { isInvocation } from '../invocation.ts';

/** Members that are the text of an attribute, newest spelling first. */
const TEXTS = {
  region: ['aws.region'],
  request_id: ['aws.request.id', 'aws.request_id', 'aws.requestId'],
  id_2: ['aws.request.extended_id', 'aws.extended_request_id'],
} as const;

const ACCOUNT_KEYS = ['aws.account_id'];
/** On AWS SDK calls; elsewhere `cloud.region` is any attribute. */
const REGION_KEYS = ['aws.region', 'cloud.region'];

/** What AWS's own resource was called. For AWS SDK calls alone: elsewhere these keys may mean anything. */
const CALL_TEXTS = {
  bucket_name: ['aws.s3.bucket'],
  key: ['aws.s3.key'],
  topic_arn: ['aws.sns.topic.arn'],
  function_name: ['faas.invoked_name'],
  stream_name: ['aws.kinesis.stream.name'],
  state_machine_arn: ['aws.step_functions.state_machine.arn', 'aws.stepfunctions.state_machine.arn'],
  activity_arn: ['aws.step_functions.activity.arn', 'aws.stepfunctions.activity.arn'],
  secret_arn: ['aws.secretsmanager.secret.arn'],
} as const;

/** What Lambda tells of the invocation, on the span that stands for it. */
const INVOCATION_TEXTS = {
  account_id: ['aws.account_id', 'cloud.account.id'],
  request_id: ['faas.invocation_id', 'faas.execution'],
} as const;

/**
 * `aws`: where the service runs (from the resource) and, for a call, what was called. `undefined` where the resource names another
 * cloud; the span's attributes stay attributes then.
 */
export function awsOf(facts: SpanFacts): AwsBlock | undefined {
  const { span, resource, attributes, isAwsCall } = facts;
  if (resource.isOtherCloud) return undefined;
  const block: AwsBlock = { ...resource.aws };
  if (!attributes.hasFamily(Family.aws | Family.messaging)) return block;
  addText(facts, block, 'account_id', ACCOUNT_KEYS);
  if (isInvocation(span.kind, attributes)) addTexts(facts, block, INVOCATION_TEXTS);
  addOperation(facts, block);
  addTexts(facts, block, TEXTS);
  if (isAwsCall) {
    addText(facts, block, 'region', REGION_KEYS);
    addTexts(facts, block, CALL_TEXTS);
    addRetries(attributes, block);
  }
  addQueue(facts, block);
  addTables(facts, block);
  return block;
}

/** The block of a segment that stands for the service around a call: without what was called. */
export function serviceAwsOf({ resource }: SpanFacts): AwsBlock | undefined {
  return resource.isOtherCloud ? undefined : { ...resource.aws };
}

/** The first of the keys that has a text; all that say the same are told thereby. */
function taken({ attributes, options }: SpanFacts, keys: readonly string[]): string | undefined {
  const key = attributes.firstTextKey(keys);
  if (key === undefined) return undefined;
  const value = attributes.text(key);
  for (const twin of keys) if (attributes.text(twin) === value) attributes.take(twin);
  return options.redact('attribute', value);
}

/** Members of the block that are texts. */
type TextMember = keyof typeof TEXTS | keyof typeof CALL_TEXTS | keyof typeof INVOCATION_TEXTS;

function addText(facts: SpanFacts, block: AwsBlock, member: TextMember, keys: readonly string[]): void {
  const value = taken(facts, keys);
  if (value !== undefined) block[member] = value;
}

function addTexts(
  facts: SpanFacts,
  block: AwsBlock,
  members: { readonly [M in TextMember]?: readonly string[] },
): void {
  for (const member in members) {
    addText(facts, block, member as TextMember, members[member as TextMember] as readonly string[]);
  }
}

/** AWS's newer convention writes the service before the method: `SQS/SendMessage`. */
const SERVICE_PREFIX = /^[A-Za-z][\w ]*\//;

/** The method of any remote procedure call counts. */
function addOperation(facts: SpanFacts, block: AwsBlock): void {
  const explicit = taken(facts, ['aws.operation']);
  const method = facts.attributes.text('rpc.method');
  const operation =
    explicit ?? facts.options.redact('attribute', facts.isAwsCall ? method.replace(SERVICE_PREFIX, '') : method);
  if (operation === '') return;
  facts.attributes.takeIfToldIn('rpc.method', operation);
  if (facts.isAwsCall && explicit === undefined) facts.attributes.take('rpc.method');
  block.operation = operation;
}

function addRetries(attributes: AttributeReader, block: AwsBlock): void {
  const resends = toInteger(attributes.value('http.request.resend_count'));
  const attempts = toInteger(attributes.value('aws.attempts'));
  const retries = resends ?? (attempts === undefined ? undefined : attempts - 1);
  if (retries === undefined || retries < 0) return;
  attributes.take(resends === undefined ? 'aws.attempts' : 'http.request.resend_count');
  block.retries = retries;
}

const HTTP = /^https?:\/\//;

function addQueue({ attributes, isAwsCall, options }: SpanFacts, block: AwsBlock): void {
  const key = queueKeyOf(attributes, isAwsCall);
  if (key === undefined) return;
  const url = attributes.text(key);
  for (const twin of QUEUE_KEYS) if (attributes.text(twin) === url) attributes.take(twin);
  if (key === 'url.full') attributes.take(key);
  block.queue_url = options.redact('url', url);
}

const QUEUE_KEYS = ['aws.sqs.queue.url', 'aws.queue_url', 'aws.queue.url'];

/** Brokers outside AWS write their own address as `messaging.url` (`amqp://…`): that is no queue's URL. */
function queueKeyOf(attributes: AttributeReader, isAwsCall: boolean): string | undefined {
  if (attributes.text('aws.sqs.queue.url') !== '') return 'aws.sqs.queue.url';
  const isSqs =
    isAwsCall && (attributes.text('rpc.service') === 'SQS' || /sqs/.test(attributes.text('messaging.system')));
  if (isSqs && HTTP.test(attributes.text('url.full'))) return 'url.full';
  const url = attributes.text('messaging.url');
  if (url !== '' && (isAwsCall || !url.includes('://') || HTTP.test(url))) return 'messaging.url';
  return attributes.firstTextKey(['aws.queue_url', 'aws.queue.url']);
}

/** One table as `table_name`, several as `table_names`. */
function addTables(facts: SpanFacts, block: AwsBlock): void {
  const { attributes, options } = facts;
  const named = attributes.value('aws.dynamodb.table_names');
  const tables = (Array.isArray(named) ? named : [named]).filter(
    (table): table is string => typeof table === 'string' && table !== '',
  );
  if (tables.length > 1) {
    block.table_names = tables.map((name) => options.redact('attribute', name));
    return;
  }
  const [table] = tables;
  for (const key of TABLE_KEYS) if (table !== undefined && attributes.text(key) === table) attributes.take(key);
  const name =
    table === undefined ? (taken(facts, TABLE_KEYS) ?? dynamoTableOf(facts)) : options.redact('attribute', table);
  if (name !== undefined) block.table_name = name;
}

const TABLE_KEYS = ['aws.table_name', 'aws.table.name'];

/** DynamoDB's table also stands as the database's name. */
function dynamoTableOf({ attributes, isAwsCall, options }: SpanFacts): string | undefined {
  if (!isAwsCall || attributes.text('rpc.service') !== 'DynamoDB') return undefined;
  const table = attributes.firstText(['db.namespace', 'db.name']);
  return table === '' ? undefined : options.redact('attribute', table);
}
