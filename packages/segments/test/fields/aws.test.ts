import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../src/span.ts';
import { callOf, documentOf, splitOf } from '../spans.ts';

/** The block without what the resource gives. */
function awsOf(attributes: Attributes): object {
  const { xray: _xray, ...rest } = callOf(attributes).aws ?? {};
  return rest;
}

const call = { 'rpc.system': 'aws-api', 'rpc.service': 'X' };

describe('aws of a span', () => {
  // What `@opentelemetry/instrumentation-aws-sdk` 0.79 emits, and the older spellings.
  it.each([
    { attributes: { 'aws.operation': 'PutItem', 'rpc.method': 'x' }, aws: { operation: 'PutItem' }, why: 'outright' },
    {
      attributes: { 'rpc.method': 'PutItem' },
      aws: { operation: 'PutItem' },
      why: 'the method of any remote procedure, as the Collector',
    },
    { attributes: { 'rpc.method': 'shop/Put' }, aws: { operation: 'shop/Put' }, why: 'as it is, outside AWS' },
    {
      attributes: { 'aws.operation': '', 'rpc.method': 'PutItem' },
      aws: { operation: 'PutItem' },
      why: 'empty counts as missing',
    },
    { attributes: { 'aws.account_id': '123456789012' }, aws: { account_id: '123456789012' }, why: 'the account' },
    { attributes: { 'aws.region': 'eu-west-1' }, aws: { region: 'eu-west-1' }, why: 'the region' },
    { attributes: { 'cloud.region': 'eu-west-1' }, aws: {}, why: 'where the span was made, outside AWS calls' },
    {
      attributes: { 'aws.request.id': 'n', 'aws.request_id': 'o', 'aws.requestId': 'p' },
      aws: { request_id: 'n' },
      why: 'the newest spelling wins',
    },
    {
      attributes: { 'aws.requestId': 'p', 'aws.request_id': 'o' },
      aws: { request_id: 'o' },
      why: 'whatever the order',
    },
    { attributes: { 'aws.request.extended_id': 'x' }, aws: { id_2: 'x' }, why: 'S3’s second id' },
    { attributes: { 'aws.s3.bucket': 'b' }, aws: {}, why: 'may mean anything outside AWS calls' },
    { attributes: { 'aws.table_name': 't' }, aws: { table_name: 't' }, why: 'the table' },
    { attributes: { 'aws.queue_url': 'https://q/' }, aws: { queue_url: 'https://q/' }, why: 'the queue' },
    { attributes: { 'messaging.url': 'amqp://mq/' }, aws: {}, why: 'a broker is no queue' },
    {
      attributes: { 'messaging.url': 'https://q/', 'aws.queue_url': 'x' },
      aws: { queue_url: 'https://q/' },
      why: 'as the Collector',
    },
    { attributes: { 'http.request.resend_count': 1 }, aws: {}, why: 'retries of an HTTP client' },
  ])('that is no AWS call, with $attributes: $aws ($why)', ({ attributes, aws }) => {
    expect(awsOf(attributes)).toEqual(aws);
  });

  it.each([
    { attributes: { 'rpc.method': 'PutItem' }, aws: { operation: 'PutItem' } },
    { attributes: { 'rpc.method': 'SQS/SendMessage' }, aws: { operation: 'SendMessage' } },
    { attributes: { 'cloud.region': 'eu-west-1' }, aws: { region: 'eu-west-1' } },
    { attributes: { 'aws.region': 'eu-west-1', 'cloud.region': 'us-east-1' }, aws: { region: 'eu-west-1' } },
    { attributes: { 'aws.s3.bucket': 'b', 'aws.s3.key': 'k' }, aws: { bucket_name: 'b', key: 'k' } },
    { attributes: { 'aws.sns.topic.arn': 'arn:t' }, aws: { topic_arn: 'arn:t' } },
    { attributes: { 'faas.invoked_name': 'resize' }, aws: { function_name: 'resize' } },
    { attributes: { 'aws.kinesis.stream.name': 's' }, aws: { stream_name: 's' } },
    { attributes: { 'aws.step_functions.state_machine.arn': 'arn:m' }, aws: { state_machine_arn: 'arn:m' } },
    { attributes: { 'aws.step_functions.activity.arn': 'arn:a' }, aws: { activity_arn: 'arn:a' } },
    { attributes: { 'aws.secretsmanager.secret.arn': 'arn:s' }, aws: { secret_arn: 'arn:s' } },
    { attributes: { 'rpc.service': 'DynamoDB', 'db.namespace': 't' }, aws: { table_name: 't' } },
    { attributes: { 'rpc.service': 'DynamoDB', 'db.name': 't' }, aws: { table_name: 't' } },
    { attributes: { 'db.namespace': 't' }, aws: {} },
    { attributes: { 'rpc.service': 'SQS', 'url.full': 'https://q/' }, aws: { queue_url: 'https://q/' } },
    { attributes: { 'messaging.system': 'aws_sqs', 'url.full': 'https://q/' }, aws: { queue_url: 'https://q/' } },
    { attributes: { 'rpc.service': 'SQS', 'messaging.url': 'https://q/' }, aws: { queue_url: 'https://q/' } },
    { attributes: { 'rpc.service': 'S3', 'url.full': 'https://b/' }, aws: {} },
  ])('that is an AWS call, with $attributes: $aws', ({ attributes, aws }) => {
    expect(awsOf({ ...call, ...attributes })).toEqual(aws);
  });

  it.each([
    { attributes: { 'http.request.resend_count': 2, 'aws.attempts': 9 }, retries: 2, why: 'retries as they are' },
    { attributes: { 'aws.attempts': 3 }, retries: 2, why: 'the first attempt is no retry' },
    { attributes: { 'aws.attempts': 1 }, retries: 0, why: 'zero is data' },
    { attributes: { 'aws.attempts': '3' }, retries: 2, why: 'a text of digits' },
    { attributes: { 'aws.attempts': 0 }, retries: undefined, why: 'no attempt, no call' },
    { attributes: { 'aws.attempts': 1.5 }, retries: undefined, why: 'no count' },
  ])('has $retries retries with $attributes ($why)', ({ attributes, retries }) => {
    expect(callOf({ ...call, ...attributes }).aws?.retries).toBe(retries);
  });

  it.each([
    { tables: ['a'], aws: { table_name: 'a' }, why: 'one' },
    { tables: ['a', 'b'], aws: { table_names: ['a', 'b'] }, why: 'several' },
    { tables: 'a', aws: { table_name: 'a' }, why: 'a text' },
    { tables: [], aws: { table_name: 'single' }, why: 'none' },
    { tables: ['', 5, 'a'], aws: { table_name: 'a' }, why: 'empty and other items count as missing' },
    { tables: 5, aws: { table_name: 'single' }, why: 'no list' },
  ])('has $aws for the tables $tables ($why)', ({ tables, aws }) => {
    expect(awsOf({ 'aws.dynamodb.table_names': tables, 'aws.table_name': 'single' })).toEqual(aws);
  });
});

describe('attributes beside aws', () => {
  it('go where the block tells them, whichever spelling', () => {
    expect(callOf({ 'aws.request_id': 'r', 'aws.requestId': 'r', 'aws.region': 'eu-west-1' }).metadata).toBeUndefined();
  });

  it('stay where the block says something else', () => {
    const attributes = {
      'aws.request_id': 'newer',
      'aws.requestId': 'older',
      'aws.table_name': 'a',
      'aws.dynamodb.table_names': ['b'],
    };
    const { metadata } = callOf(attributes);
    expect(metadata?.['default']).toEqual({
      'aws.requestId': 'older',
      'aws.table_name': 'a',
      'aws.dynamodb.table_names': ['b'],
    });
  });

  it('all stay where the resource names another cloud: there is no block', () => {
    const attributes = { ...call, 'aws.region': 'eu-west-1', 'rpc.method': 'PutItem' };
    const { aws, metadata } = callOf(attributes, {
      resource: { 'cloud.provider': 'gcp', 'cloud.platform': 'aws_ecs' },
    });
    expect(aws).toBeUndefined();
    expect(metadata?.['default']).toEqual(attributes);
  });
});

it('tells what was called on the call alone, and the account on both, where the span is split', () => {
  const resource = { 'service.name': 'orders', 'cloud.account.id': '123456789012', 'cloud.platform': 'aws_lambda' };
  const attributes = { ...call, 'rpc.method': 'PutItem', 'aws.region': 'eu-west-1' };
  const { call: document, service } = splitOf({ kind: 2, attributes, resource });
  expect(document.aws).toEqual({
    account_id: '123456789012',
    operation: 'PutItem',
    region: 'eu-west-1',
    xray: { auto_instrumentation: false },
  });
  expect(service.aws).toEqual({ account_id: '123456789012', xray: { auto_instrumentation: false } });
});

it('puts no operation where a redaction hook answers everything', () => {
  expect(documentOf({}, { redact: () => 'x' }).aws).toEqual({ xray: { auto_instrumentation: false } });
});
