import type { MappingRow } from './row.ts';

const AWS_CALLS = 'AWS SDK calls';
const INVOCATIONS =
  'invocations of Lambda functions (server spans whose `cloud.resource_id` or `faas.id` is a function)';

/** The part of `aws` that tells what was called. */
export function awsRows(): readonly MappingRow[] {
  return [
    {
      member: 'aws.operation',
      topic: 'aws',
      inputs: ['aws.operation', 'rpc.method'],
      takes: 'text',
      rule: 'The operation, or the method of any remote procedure call; of an AWS call without the service before it.',
      differences: ['D50', 'D51', 'D55'],
    },
    text('aws.region', ['aws.region', ['cloud.region', AWS_CALLS]], 'The region that was called.', ['D50', 'D55']),
    text(
      'aws.request_id',
      [
        'aws.request.id',
        'aws.request_id',
        'aws.requestId',
        ['faas.invocation_id', INVOCATIONS],
        ['faas.execution', INVOCATIONS],
      ],
      'The id that AWS gave the request.',
      ['D50'],
    ),
    text('aws.id_2', ['aws.request.extended_id', 'aws.extended_request_id'], "S3's second id of the request.", ['D50']),
    {
      member: 'aws.retries',
      topic: 'aws',
      inputs: [
        ['http.request.resend_count', AWS_CALLS],
        ['aws.attempts', AWS_CALLS],
      ],
      takes: 'integer',
      rule: 'Attempts beyond the first.',
      differences: ['D50'],
    },
    text(
      'aws.queue_url',
      [
        'aws.sqs.queue.url',
        ['url.full', 'AWS SDK calls to SQS (`rpc.service` or `messaging.system` says so)'],
        ['messaging.url', 'URLs of HTTP, and any text on AWS SDK calls'],
        'aws.queue_url',
        'aws.queue.url',
      ],
      'The URL of the queue.',
      ['D28', 'D50', 'D55', 'D56'],
    ),
    {
      member: 'aws.table_name',
      topic: 'aws',
      inputs: [
        'aws.dynamodb.table_names',
        'aws.table_name',
        'aws.table.name',
        ['db.namespace', 'calls to DynamoDB (`rpc.service` says so)'],
        ['db.name', 'calls to DynamoDB (`rpc.service` says so)'],
      ],
      takes: 'anything',
      rule: 'The table, where it is one.',
      differences: ['D50', 'D55'],
    },
    {
      member: 'aws.table_names',
      topic: 'aws',
      inputs: ['aws.dynamodb.table_names'],
      takes: 'anything',
      rule: 'The tables, where there are several.',
      differences: ['D55'],
    },
    callText('aws.bucket_name', ['aws.s3.bucket'], 'The bucket of S3.'),
    callText('aws.key', ['aws.s3.key'], 'The key of the object in S3.'),
    callText('aws.topic_arn', ['aws.sns.topic.arn'], 'The topic of SNS.'),
    callText('aws.function_name', ['faas.invoked_name'], 'The Lambda function that was invoked.'),
    callText('aws.stream_name', ['aws.kinesis.stream.name'], 'The stream of Kinesis.'),
    callText(
      'aws.state_machine_arn',
      ['aws.step_functions.state_machine.arn', 'aws.stepfunctions.state_machine.arn'],
      'The state machine of Step Functions.',
    ),
    callText(
      'aws.activity_arn',
      ['aws.step_functions.activity.arn', 'aws.stepfunctions.activity.arn'],
      'The activity of Step Functions.',
    ),
    callText('aws.secret_arn', ['aws.secretsmanager.secret.arn'], 'The secret of Secrets Manager.'),
  ];
}

function text(member: string, inputs: MappingRow['inputs'], rule: string, differences: readonly string[]): MappingRow {
  return { member, topic: 'aws', inputs, takes: 'text', rule, differences };
}

function callText(member: string, inputs: MappingRow['inputs'], rule: string): MappingRow {
  return { ...text(member, inputs, rule, ['D50']), onlyFor: AWS_CALLS };
}
