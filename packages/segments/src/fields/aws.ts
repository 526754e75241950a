import { type Slot, slotOf, slotsOf } from '../attribute-keys.ts';
import { type AttributeReader, toInteger } from '../attributes.ts';
import type { AwsBlock } from '../document.ts';
import type { SpanFacts } from '../facts.ts';
import { Family } from '../families.ts';
import { isInvocation } from '../invocation.ts';
import { DATABASE_NAME_KEYS, MESSAGING_SYSTEM, RPC_METHOD, RPC_SERVICE, URL_FULL } from '../vocabulary.ts';

/** Members of the block that are texts. */
type TextMember = { [M in keyof AwsBlock]-?: string extends AwsBlock[M] ? M : never }[keyof AwsBlock];

/** A member and what gives it, newest spelling first. */
interface Source {
  readonly member: TextMember;
  readonly slots: readonly Slot[];
}

const TEXTS: readonly Source[] = [
  { member: 'region', slots: slotsOf('aws.region') },
  { member: 'request_id', slots: slotsOf('aws.request.id', 'aws.request_id', 'aws.requestId') },
  { member: 'id_2', slots: slotsOf('aws.request.extended_id', 'aws.extended_request_id') },
];

const ACCOUNT_KEYS = slotsOf('aws.account_id');
/** On AWS SDK calls; elsewhere `cloud.region` is any attribute. */
const REGION_KEYS = slotsOf('aws.region', 'cloud.region');

/** What AWS's own resource was called. For AWS SDK calls alone: elsewhere these keys may mean anything. */
const CALL_TEXTS: readonly Source[] = [
  { member: 'bucket_name', slots: slotsOf('aws.s3.bucket') },
  { member: 'key', slots: slotsOf('aws.s3.key') },
  { member: 'topic_arn', slots: slotsOf('aws.sns.topic.arn') },
  { member: 'function_name', slots: slotsOf('faas.invoked_name') },
  { member: 'stream_name', slots: slotsOf('aws.kinesis.stream.name') },
  {
    member: 'state_machine_arn',
    slots: slotsOf('aws.step_functions.state_machine.arn', 'aws.stepfunctions.state_machine.arn'),
  },
  { member: 'activity_arn', slots: slotsOf('aws.step_functions.activity.arn', 'aws.stepfunctions.activity.arn') },
  { member: 'secret_arn', slots: slotsOf('aws.secretsmanager.secret.arn') },
];

/** What Lambda tells of the invocation, on the span that stands for it. */
const INVOCATION_TEXTS: readonly Source[] = [
  { member: 'account_id', slots: slotsOf('aws.account_id', 'cloud.account.id') },
  { member: 'request_id', slots: slotsOf('faas.invocation_id', 'faas.execution') },
];

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
function taken({ attributes, options }: SpanFacts, keys: readonly Slot[]): string | undefined {
  const value = attributes.firstText(keys);
  if (value === '') return undefined;
  attributes.takeTwins(keys, value);
  return options.redact('attribute', value);
}

function addText(facts: SpanFacts, block: AwsBlock, member: TextMember, keys: readonly Slot[]): void {
  const value = taken(facts, keys);
  if (value !== undefined) block[member] = value;
}

function addTexts(facts: SpanFacts, block: AwsBlock, sources: readonly Source[]): void {
  for (const { member, slots } of sources) addText(facts, block, member, slots);
}

/** AWS's newer convention writes the service before the method: `SQS/SendMessage`. */
const SERVICE_PREFIX = /^[A-Za-z][\w ]*\//;
const OPERATION_KEYS = slotsOf('aws.operation');

/** The method of any remote procedure call counts. */
function addOperation(facts: SpanFacts, block: AwsBlock): void {
  const explicit = taken(facts, OPERATION_KEYS);
  const method = facts.attributes.text(RPC_METHOD);
  const operation =
    explicit ??
    facts.options.redact(
      'attribute',
      facts.isAwsCall && method.includes('/') ? method.replace(SERVICE_PREFIX, '') : method,
    );
  if (operation === '') return;
  facts.attributes.takeIfToldIn(RPC_METHOD, operation);
  if (facts.isAwsCall && explicit === undefined) facts.attributes.take(RPC_METHOD);
  block.operation = operation;
}

const RESENDS = slotOf('http.request.resend_count');
const ATTEMPTS = slotOf('aws.attempts');

function addRetries(attributes: AttributeReader, block: AwsBlock): void {
  const resends = toInteger(attributes.value(RESENDS));
  const attempts = toInteger(attributes.value(ATTEMPTS));
  const retries = resends ?? (attempts === undefined ? undefined : attempts - 1);
  if (retries === undefined || retries < 0) return;
  attributes.take(resends === undefined ? ATTEMPTS : RESENDS);
  block.retries = retries;
}

const HTTP = /^https?:\/\//;

function addQueue({ attributes, isAwsCall, options }: SpanFacts, block: AwsBlock): void {
  const key = queueKeyOf(attributes, isAwsCall);
  if (key === undefined) return;
  const url = attributes.text(key);
  attributes.takeTwins(QUEUE_KEYS, url);
  if (key === URL_FULL) attributes.take(key);
  block.queue_url = options.redact('url', url);
}

const QUEUE = slotOf('aws.sqs.queue.url');
const OLD_QUEUE_KEYS = slotsOf('aws.queue_url', 'aws.queue.url');
const QUEUE_KEYS = [QUEUE, ...OLD_QUEUE_KEYS];
const MESSAGING_URL = slotOf('messaging.url');

/** Brokers outside AWS write their own address as `messaging.url` (`amqp://…`): that is no queue's URL. */
function queueKeyOf(attributes: AttributeReader, isAwsCall: boolean): Slot | undefined {
  if (attributes.text(QUEUE) !== '') return QUEUE;
  const isSqs =
    isAwsCall && (attributes.text(RPC_SERVICE) === 'SQS' || attributes.text(MESSAGING_SYSTEM).includes('sqs'));
  if (isSqs && HTTP.test(attributes.text(URL_FULL))) return URL_FULL;
  const url = attributes.text(MESSAGING_URL);
  if (url !== '' && (isAwsCall || !url.includes('://') || HTTP.test(url))) return MESSAGING_URL;
  return attributes.firstTextKey(OLD_QUEUE_KEYS);
}

/** One table as `table_name`, several as `table_names`. */
function addTables(facts: SpanFacts, block: AwsBlock): void {
  const { attributes, options } = facts;
  const named = attributes.value(TABLES);
  const tables = named === undefined ? NONE : textsIn(named);
  if (tables.length > 1) {
    block.table_names = tables.map((name) => options.redact('attribute', name));
    return;
  }
  const [table] = tables;
  if (table !== undefined) attributes.takeTwins(TABLE_KEYS, table);
  const name =
    table === undefined ? (taken(facts, TABLE_KEYS) ?? dynamoTableOf(facts)) : options.redact('attribute', table);
  if (name !== undefined) block.table_name = name;
}

const NONE: readonly string[] = [];

function textsIn(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );
}

const TABLES = slotOf('aws.dynamodb.table_names');
const TABLE_KEYS = slotsOf('aws.table_name', 'aws.table.name');

/** DynamoDB's table also stands as the database's name. */
function dynamoTableOf({ attributes, isAwsCall, options }: SpanFacts): string | undefined {
  if (!isAwsCall || attributes.text(RPC_SERVICE) !== 'DynamoDB') return undefined;
  const table = attributes.firstText(DATABASE_NAME_KEYS);
  return table === '' ? undefined : options.redact('attribute', table);
}
