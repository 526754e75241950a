import type { ReadableSpan } from '@otel-xray/segments';
import {
  attributePath,
  type Difference,
  has,
  hasText,
  type Input,
  isAwsCall,
  kindIs,
  SERVER,
  text,
} from './condition.ts';

const TAKEN_BY_COLLECTOR = [
  'aws.operation',
  'rpc.method',
  'aws.account_id',
  'aws.region',
  'aws.request_id',
  'aws.requestId',
  'aws.queue_url',
  'aws.queue.url',
  'aws.table_name',
  'aws.table.name',
];
/** What AWS's SDK instrumentation really emits → the members it becomes. */
const NEWER: Readonly<Record<string, string>> = {
  'aws.request.id': 'request_id',
  'aws.request.extended_id': 'id_2',
  'aws.extended_request_id': 'id_2',
  'aws.sqs.queue.url': 'queue_url',
};
const NEWER_ON_CALLS: Readonly<Record<string, string>> = {
  'cloud.region': 'region',
  'url.full': 'queue_url',
  'aws.s3.bucket': 'bucket_name',
  'aws.s3.key': 'key',
  'aws.sns.topic.arn': 'topic_arn',
  'faas.invoked_name': 'function_name',
  'aws.kinesis.stream.name': 'stream_name',
  'aws.step_functions.state_machine.arn': 'state_machine_arn',
  'aws.stepfunctions.state_machine.arn': 'state_machine_arn',
  'aws.step_functions.activity.arn': 'activity_arn',
  'aws.stepfunctions.activity.arn': 'activity_arn',
  'aws.secretsmanager.secret.arn': 'secret_arn',
  'http.request.resend_count': 'retries',
  'aws.attempts': 'retries',
};

const NEWER_ON_INVOCATIONS: Readonly<Record<string, string>> = {
  'cloud.account.id': 'account_id',
  'faas.invocation_id': 'request_id',
  'faas.execution': 'request_id',
};
const READ = "The names that AWS's SDK instrumentation really uses are read.";

function resource(span: ReadableSpan, key: string): unknown {
  return span.resource.attributes[key];
}

function isOtherCloud(span: ReadableSpan): boolean {
  const provider = resource(span, 'cloud.provider');
  return typeof provider === 'string' && provider !== '' && provider !== 'aws';
}

/** A span that stands for an invocation of a Lambda function. */
function isInvocation(span: ReadableSpan): boolean {
  return (
    kindIs(span, SERVER) && /^arn:aws[\w-]*:lambda:/.test(text(span, 'cloud.resource_id') || text(span, 'faas.id'))
  );
}

function fromKeys(
  map: Readonly<Record<string, string>>,
  applies: (span: ReadableSpan) => boolean,
  why: string,
): Difference[] {
  return Object.entries(map).flatMap(([key, member]) => [
    {
      id: 'D50',
      path: new RegExp(`^/\\d+/aws/${member}$`),
      applies: ({ span }: { span: ReadableSpan }) => hasValue(span, key) && applies(span),
      why,
    },
    {
      id: 'D50',
      path: attributePath(key),
      applies: ({ span }: { span: ReadableSpan }) => hasValue(span, key) && applies(span),
      why: 'What the aws block tells need not be metadata.',
    },
  ]);
}

function hasValue(span: ReadableSpan, key: string): boolean {
  return has(span, key) && span.attributes[key] !== '';
}

/** The blocks that the Collector fills with nulls: when it writes them, and from which attributes. */
const BLOCKS = [
  { platform: 'aws_ec2', or: 'host.id', keys: ['host.id', 'cloud.availability_zone', 'host.type', 'host.image.id'] },
  { platform: 'aws_eks', or: 'k8s.cluster.name', keys: ['k8s.cluster.name', 'k8s.pod.name', 'container.id'] },
  { platform: 'aws_elastic_beanstalk', or: undefined, keys: ['service.namespace', 'service.version'] },
];

function hasBlockWithGaps(span: ReadableSpan): boolean {
  return BLOCKS.some(({ platform, or, keys }) => {
    const isWritten = resource(span, 'cloud.platform') === platform || (or !== undefined && isResourceText(span, or));
    return isWritten && keys.some((key) => !isResourceText(span, key));
  });
}

function isResourceText(span: ReadableSpan, key: string): boolean {
  return typeof resource(span, key) === 'string' && resource(span, key) !== '';
}

function logGroups({ span, options }: Input): unknown[] {
  const named = ['aws.log.group.arns', 'aws.log.group.names'].map((key) => resource(span, key));
  const groups = named.flatMap((value) => (typeof value === 'string' ? value.split('&') : (value ?? [])));
  return [...groups, ...(options.logGroupNames ?? [])];
}

/** Where it runs and what was called. */
export const awsDifferences: readonly Difference[] = [
  ...fromKeys(NEWER, () => true, READ),
  ...fromKeys(NEWER_ON_CALLS, isAwsCall, READ),
  ...fromKeys(
    NEWER_ON_INVOCATIONS,
    isInvocation,
    'The account and the request id of a Lambda invocation are those that its span tells.',
  ),
  {
    id: 'D50',
    path: /^\/\d+\/aws\/table_name$/,
    applies: ({ span }) =>
      isAwsCall(span) && text(span, 'rpc.service') === 'DynamoDB' && hasText(span, 'db.namespace', 'db.name'),
    why: "DynamoDB's table is also told as the database's name.",
  },
  {
    id: 'D50',
    path: /^\/\d+\/aws\/operation$/,
    applies: ({ span }) => isAwsCall(span) && /^[A-Za-z][\w ]*\//.test(text(span, 'rpc.method')),
    why: 'The operation stands without the service that newer conventions write before it.',
  },
  {
    id: 'D55',
    path: /^\/\d+\/aws\/table_names?(\/length|\/\d+)?$/,
    applies: ({ span }) => {
      const names = span.attributes['aws.dynamodb.table_names'];
      return Array.isArray(names) && names.some((name) => typeof name !== 'string' || name === '');
    },
    why: 'A table without a name is none.',
  },
  ...TAKEN_BY_COLLECTOR.map((key) => ({
    id: 'D51',
    path: attributePath(key),
    applies: ({ span }: { span: ReadableSpan }) => has(span, key),
    why: 'An attribute leaves the metadata only if the aws block tells it.',
  })),
  {
    id: 'D52',
    path: /^\/\d+\/origin$/,
    applies: ({ span }) => resource(span, 'cloud.platform') === 'aws_lambda' && !isOtherCloud(span),
    why: 'Lambda functions have an origin too.',
  },
  {
    id: 'D53',
    path: /^\/\d+\/aws\/ec2(\/[a-z_]+)?$/,
    applies: ({ span }) =>
      resource(span, 'cloud.platform') !== 'aws_ec2' && typeof resource(span, 'host.id') === 'string',
    why: 'A host id alone makes no EC2 instance: every host has one.',
  },
  {
    id: 'D54',
    path: /^\/\d+\/aws\/(ec2|eks|elastic_beanstalk)(\/[a-z_]+)?$/,
    applies: ({ span }) => hasBlockWithGaps(span),
    why: 'Members without a value are left out instead of written as null, and a block without members too.',
  },
  {
    id: 'D54',
    path: /^\/\d+\/aws\/elastic_beanstalk(\/[a-z_]+)?$/,
    applies: ({ span }) =>
      resource(span, 'cloud.platform') === 'aws_elastic_beanstalk' &&
      (!/^-?\d{1,15}$/.test(String(resource(span, 'service.instance.id') ?? '')) ||
        typeof resource(span, 'service.instance.id') === 'number'),
    why: 'A deployment that is no number is left out instead of written as 0; one that is a number is read.',
  },
  {
    id: 'D54',
    path: /^\/\d+\/service(\/version)?$/,
    applies: ({ span }) =>
      span.resource.attributes['service.version'] === '' ||
      typeof (resource(span, 'service.version') ?? '') !== 'string' ||
      resource(span, 'container.image.tag') === '',
    why: 'A service without a version is left out instead of written empty.',
  },
  {
    id: 'D54',
    path: /^\/\d+\/aws\/cloudwatch_logs(\/length|\/\d+\/log_group)?$/,
    applies: (input) =>
      logGroups(input).some(
        (group) => typeof group !== 'string' || group === '' || /^[^:]*(:[^:]*){5}:($|:)/.test(group),
      ),
    why: 'A log group without a name is left out instead of written as null.',
  },
  {
    id: 'D57',
    path: /^\/\d+\/aws\/cloudwatch_logs\/\d+\/(arn|log_group)$/,
    applies: (input) =>
      logGroups(input).some((group) => typeof group === 'string' && (group.endsWith(':*') || group.startsWith('arn:'))),
    why: "A log group's ARN loses its trailing `:*`, which breaks the console's link to the logs; a name that is an ARN is read as one.",
  },
  {
    id: 'D58',
    path: /^\/\d+\/aws\/ecs$/,
    applies: ({ span }) =>
      resource(span, 'cloud.platform') === 'aws_ecs' &&
      !Object.entries(span.resource.attributes).some(
        ([key, value]) =>
          /^(container\.(name|id)|aws\.ecs\.(container\.arn|cluster\.arn|task\.arn|task\.family|launchtype)|cloud\.availability_zone)$/.test(
            key,
          ) &&
          typeof value === 'string' &&
          value !== '',
      ),
    why: 'A block without members is left out instead of written empty.',
  },
  {
    id: 'D55',
    path: /^\/\d+\/aws\/(operation|account_id|region|request_id|queue_url|table_name)$/,
    applies: ({ span }) =>
      [...TAKEN_BY_COLLECTOR, 'messaging.url', 'aws.dynamodb.table_names'].some(
        (key) => has(span, key) && text(span, key) === '',
      ),
    why: 'An attribute that is present but no text, or empty, counts as missing.',
  },
  {
    id: 'D55',
    path: /^\/\d+\/(origin|aws\/xray\/auto_instrumentation)$/,
    applies: ({ span }) =>
      ['cloud.provider', 'telemetry.auto.version', 'telemetry.distro.version'].some(
        (key) => resource(span, key) !== undefined && !isResourceText(span, key),
      ),
    why: 'An attribute that is present but empty counts as missing.',
  },
  {
    id: 'D56',
    path: /^\/\d+\/aws\/queue_url$/,
    applies: ({ span }) => /^(?!https?:)[a-z]+:\/\//i.test(text(span, 'messaging.url')),
    why: "A broker's own address is no queue URL.",
  },
];
