import type { MappingRow, RowInput } from './row.ts';

const ECS = 'ECS (resource `cloud.platform` is `aws_ecs`)';
const EC2 = 'EC2 (resource `cloud.platform` is `aws_ec2`, or `host.id` has the form of an instance id)';
const EKS = 'EKS (resource `cloud.platform` is `aws_eks`, or a Kubernetes cluster is named)';
const BEANSTALK =
  'Elastic Beanstalk (resource `cloud.platform` is `aws_elastic_beanstalk` and `service.instance.id` is there)';
const NOT_OTHER_CLOUD = 'resources that name no other cloud in `cloud.provider`';

/** Where the service runs, from its resource: `origin`, `service`, and the part of `aws` that stands on every document. */
export function placeRows(): readonly MappingRow[] {
  return [
    {
      member: 'origin',
      topic: 'place',
      inputs: ['resource:cloud.platform', ['resource:aws.ecs.launchtype', 'ECS']],
      takes: 'text',
      rule: 'What kind of thing runs the service, as X-Ray calls it.',
      onlyFor: NOT_OTHER_CLOUD,
      differences: ['D52'],
    },
    {
      member: 'service.version',
      topic: 'place',
      inputs: ['resource:service.version', 'resource:container.image.tag'],
      takes: 'text',
      rule: 'The version of what ran.',
      differences: ['D54'],
    },
    {
      member: 'aws.account_id',
      topic: 'place',
      inputs: ['aws.account_id', ['cloud.account.id', 'invocations of Lambda functions'], 'resource:cloud.account.id'],
      takes: 'text',
      rule: 'The account.',
      onlyFor: NOT_OTHER_CLOUD,
      differences: ['D06', 'D51', 'D54'],
    },
    ...blockRows('ec2', EC2, ['D53', 'D54'], {
      instance_id: 'host.id',
      availability_zone: 'cloud.availability_zone',
      instance_size: 'host.type',
      ami_id: 'host.image.id',
    }),
    ...blockRows('ecs', ECS, ['D58'], {
      container: 'container.name',
      container_id: 'container.id',
      availability_zone: 'cloud.availability_zone',
      container_arn: 'aws.ecs.container.arn',
      cluster_arn: 'aws.ecs.cluster.arn',
      task_arn: 'aws.ecs.task.arn',
      task_family: 'aws.ecs.task.family',
      launch_type: 'aws.ecs.launchtype',
    }),
    ...blockRows('eks', EKS, ['D54'], {
      cluster_name: 'k8s.cluster.name',
      pod: 'k8s.pod.name',
      container_id: 'container.id',
    }),
    ...blockRows('elastic_beanstalk', BEANSTALK, ['D54'], {
      environment_name: 'service.namespace',
      version_label: 'service.version',
    }),
    {
      member: 'aws.elastic_beanstalk.deployment_id',
      topic: 'place',
      inputs: ['resource:service.instance.id'],
      takes: 'integer',
      rule: 'The number of the deployment.',
      onlyFor: BEANSTALK,
      differences: ['D54'],
    },
    logGroupRow('log_group', 'The name of a log group: the seventh part of an ARN.'),
    logGroupRow('arn', 'The ARN of a log group, without a `:*` at its end.'),
    sdkRow(
      'sdk',
      ['resource:telemetry.sdk.name', 'resource:telemetry.sdk.language'],
      'Which tracing library made the span.',
    ),
    sdkRow('sdk_version', ['resource:telemetry.sdk.version'], 'The version of the tracing library.'),
    sdkRow(
      'auto_instrumentation',
      ['resource:telemetry.distro.version', 'resource:telemetry.auto.version'],
      'Whether a distribution instruments the service by itself.',
    ),
  ];
}

function blockRows(
  block: string,
  onlyFor: string,
  differences: readonly string[],
  members: Readonly<Record<string, string>>,
): readonly MappingRow[] {
  return Object.entries(members).map(([member, key]) => ({
    member: `aws.${block}.${member}`,
    topic: 'place',
    inputs: [`resource:${key}`],
    takes: 'text',
    rule: 'As it is.',
    onlyFor,
    differences,
  }));
}

function logGroupRow(member: string, rule: string): MappingRow {
  const inputs: readonly RowInput[] = [
    'resource:aws.log.group.arns',
    'resource:aws.log.group.names',
    'option:logGroupNames',
  ];
  return {
    member: `aws.cloudwatch_logs[].${member}`,
    topic: 'place',
    inputs,
    takes: 'anything',
    rule,
    onlyFor: NOT_OTHER_CLOUD,
    differences: ['D57'],
  };
}

function sdkRow(member: string, inputs: readonly RowInput[], rule: string): MappingRow {
  return { member: `aws.xray.${member}`, topic: 'place', inputs, takes: 'text', rule, onlyFor: NOT_OTHER_CLOUD };
}
