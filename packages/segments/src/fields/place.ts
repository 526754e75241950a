import type { AwsBlock } from '../document.ts';
import { textOf, toInteger } from '../attributes.ts';
import type { Attributes } from '../span.ts';

/** The members of a block, each with the attribute that gives it. */
type Sources<B extends 'ec2' | 'ecs' | 'eks'> = readonly (readonly [
  member: keyof NonNullable<AwsBlock[B]>,
  attribute: string,
])[];

const EC2: Sources<'ec2'> = [
  ['instance_id', 'host.id'],
  ['availability_zone', 'cloud.availability_zone'],
  ['instance_size', 'host.type'],
  ['ami_id', 'host.image.id'],
];
const ECS: Sources<'ecs'> = [
  ['container', 'container.name'],
  ['container_id', 'container.id'],
  ['availability_zone', 'cloud.availability_zone'],
  ['container_arn', 'aws.ecs.container.arn'],
  ['cluster_arn', 'aws.ecs.cluster.arn'],
  ['task_arn', 'aws.ecs.task.arn'],
  ['task_family', 'aws.ecs.task.family'],
  ['launch_type', 'aws.ecs.launchtype'],
];
const EKS: Sources<'eks'> = [
  ['cluster_name', 'k8s.cluster.name'],
  ['pod', 'k8s.pod.name'],
  ['container_id', 'container.id'],
];

/** Where the service runs: the account, and the blocks of EC2, ECS, EKS and Elastic Beanstalk. From resource attributes. */
export function readPlace(attributes: Attributes): AwsBlock {
  const platform = textOf(attributes, 'cloud.platform');
  const account = textOf(attributes, 'cloud.account.id');
  const place: AwsBlock = {};
  if (account !== '') place.account_id = account;
  if (isEc2(attributes, platform)) addBlock(place, 'ec2', EC2, attributes);
  if (platform === 'aws_ecs') addBlock(place, 'ecs', ECS, attributes);
  if (platform === 'aws_elastic_beanstalk') addBeanstalk(place, attributes);
  if (platform === 'aws_eks' || textOf(attributes, 'k8s.cluster.name') !== '') addBlock(place, 'eks', EKS, attributes);
  return place;
}

/** The members that are not empty; no block without any. */
function addBlock<B extends 'ec2' | 'ecs' | 'eks'>(
  place: AwsBlock,
  block: B,
  sources: Sources<B>,
  attributes: Attributes,
): void {
  let members: Record<string, string> | undefined;
  for (const [member, attribute] of sources) {
    const text = textOf(attributes, attribute);
    if (text !== '') (members ??= {})[member as string] = text;
  }
  if (members !== undefined) place[block] = members as AwsBlock[B];
}

// Every host has an id (on Linux the machine id): only an EC2 instance's own form, or the platform, makes it an instance.
function isEc2(attributes: Attributes, platform: string): boolean {
  if (platform === 'aws_ec2') return true;
  const host = textOf(attributes, 'host.id');
  return host.startsWith('i-') && /^i-[0-9a-f]{8,17}$/.test(host);
}

function addBeanstalk(place: AwsBlock, attributes: Attributes): void {
  // The detector of OpenTelemetry writes the deployment's number as a number, the convention says text.
  const instance = attributes['service.instance.id'];
  if (instance === undefined || instance === '') return;
  const environment = textOf(attributes, 'service.namespace');
  const version = textOf(attributes, 'service.version');
  const deployment = toInteger(instance);
  if (environment === '' && version === '' && deployment === undefined) return;
  place.elastic_beanstalk = {
    ...(environment !== '' && { environment_name: environment }),
    ...(version !== '' && { version_label: version }),
    ...(deployment !== undefined && { deployment_id: deployment }),
  };
}

/** `aws.xray`: which tracing library made the span. */
export function readSdk(attributes: Attributes): NonNullable<AwsBlock['xray']> {
  const name = textOf(attributes, 'telemetry.sdk.name');
  const language = textOf(attributes, 'telemetry.sdk.language');
  const version = textOf(attributes, 'telemetry.sdk.version');
  const distribution = textOf(attributes, 'telemetry.distro.version') || textOf(attributes, 'telemetry.auto.version');
  const xray: NonNullable<AwsBlock['xray']> = {};
  if (name !== '') xray.sdk = language === '' ? name : `${name} for ${language}`;
  if (version !== '') xray.sdk_version = version;
  xray.auto_instrumentation = distribution !== '';
  return xray;
}
