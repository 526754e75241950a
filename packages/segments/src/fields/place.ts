import type { AwsBlock } from '../document.ts';
import { textOf, toInteger } from '../attributes.ts';
import type { Attributes } from '../span.ts';

const EC2_INSTANCE_ID = /^i-[0-9a-f]{8,17}$/;

/** Where the service runs: the account, and the blocks of EC2, ECS, EKS and Elastic Beanstalk. From resource attributes. */
export function readPlace(attributes: Attributes): AwsBlock {
  const platform = textOf(attributes, 'cloud.platform');
  return {
    ...present({ account_id: textOf(attributes, 'cloud.account.id') }),
    ...block('ec2', isEc2(attributes, platform), {
      instance_id: textOf(attributes, 'host.id'),
      availability_zone: textOf(attributes, 'cloud.availability_zone'),
      instance_size: textOf(attributes, 'host.type'),
      ami_id: textOf(attributes, 'host.image.id'),
    }),
    ...block('ecs', platform === 'aws_ecs', {
      container: textOf(attributes, 'container.name'),
      container_id: textOf(attributes, 'container.id'),
      availability_zone: textOf(attributes, 'cloud.availability_zone'),
      container_arn: textOf(attributes, 'aws.ecs.container.arn'),
      cluster_arn: textOf(attributes, 'aws.ecs.cluster.arn'),
      task_arn: textOf(attributes, 'aws.ecs.task.arn'),
      task_family: textOf(attributes, 'aws.ecs.task.family'),
      launch_type: textOf(attributes, 'aws.ecs.launchtype'),
    }),
    ...readBeanstalk(attributes, platform),
    ...block('eks', platform === 'aws_eks' || textOf(attributes, 'k8s.cluster.name') !== '', {
      cluster_name: textOf(attributes, 'k8s.cluster.name'),
      pod: textOf(attributes, 'k8s.pod.name'),
      container_id: textOf(attributes, 'container.id'),
    }),
  };
}

/** `aws.xray`: which tracing library made the span. */
export function readSdk(attributes: Attributes): Pick<AwsBlock, 'xray'> {
  const name = textOf(attributes, 'telemetry.sdk.name');
  const language = textOf(attributes, 'telemetry.sdk.language');
  const distribution = textOf(attributes, 'telemetry.distro.version') || textOf(attributes, 'telemetry.auto.version');
  return {
    xray: {
      ...present({
        sdk: name !== '' && language !== '' ? `${name} for ${language}` : name,
        sdk_version: textOf(attributes, 'telemetry.sdk.version'),
      }),
      auto_instrumentation: distribution !== '',
    },
  };
}

// Every host has an id (on Linux the machine id): only an EC2 instance's own form, or the platform, makes it an instance.
function isEc2(attributes: Attributes, platform: string): boolean {
  return platform === 'aws_ec2' || EC2_INSTANCE_ID.test(textOf(attributes, 'host.id'));
}

function readBeanstalk(attributes: Attributes, platform: string): Pick<AwsBlock, 'elastic_beanstalk'> {
  // The detector of OpenTelemetry writes the deployment's number as a number, the convention says text.
  const instance = attributes['service.instance.id'];
  if (platform !== 'aws_elastic_beanstalk' || instance === undefined || instance === '') return {};
  const deployment = toInteger(instance);
  const members = {
    ...present({
      environment_name: textOf(attributes, 'service.namespace'),
      version_label: textOf(attributes, 'service.version'),
    }),
    ...(deployment !== undefined && { deployment_id: deployment }),
  };
  return Object.keys(members).length === 0 ? {} : { elastic_beanstalk: members };
}

function block<K extends string, T extends Record<string, string>>(
  key: K,
  applies: boolean,
  members: T,
): { [P in K]?: Partial<T> } {
  const kept = present(members);
  return applies && Object.keys(kept).length > 0 ? ({ [key]: kept } as { [P in K]?: Partial<T> }) : {};
}

/** The members that are not empty. */
function present<T extends Record<string, string>>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== '')) as Partial<T>;
}
