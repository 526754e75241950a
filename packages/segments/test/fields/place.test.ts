import { describe, expect, it } from 'vitest';
import { readPlace, readSdk } from '../../src/fields/place.ts';

describe('where the service runs', () => {
  it.each([
    { attributes: {}, aws: {}, why: 'nothing is known' },
    { attributes: { 'cloud.account.id': '123456789012' }, aws: { account_id: '123456789012' }, why: 'the account' },
    { attributes: { 'cloud.account.id': '' }, aws: {}, why: 'empty counts as missing' },
    {
      attributes: { 'cloud.platform': 'aws_ec2', 'host.id': 'h', 'host.type': 't3.micro' },
      aws: { ec2: { instance_id: 'h', instance_size: 't3.micro' } },
      why: 'the platform says EC2',
    },
    {
      attributes: {
        'host.id': 'i-0123456789abcdef0',
        'cloud.availability_zone': 'eu-west-1a',
        'host.image.id': 'ami-1',
      },
      aws: { ec2: { instance_id: 'i-0123456789abcdef0', availability_zone: 'eu-west-1a', ami_id: 'ami-1' } },
      why: 'an instance’s id',
    },
    {
      attributes: { 'host.id': '4c4c4544004a3510805ac4c04f333432' },
      aws: {},
      why: 'a machine’s id: every host has one',
    },
    { attributes: { 'cloud.platform': 'aws_ec2' }, aws: {}, why: 'no members, no block' },
    {
      attributes: { 'cloud.platform': 'aws_eks', 'k8s.cluster.name': 'c', 'k8s.pod.name': 'p', 'container.id': 'x' },
      aws: { eks: { cluster_name: 'c', pod: 'p', container_id: 'x' } },
      why: 'EKS',
    },
    {
      attributes: { 'k8s.cluster.name': 'c' },
      aws: { eks: { cluster_name: 'c' } },
      why: 'a cluster on any platform, as the Collector',
    },
    { attributes: { 'k8s.pod.name': 'p' }, aws: {}, why: 'a pod alone' },
    {
      attributes: {
        'cloud.platform': 'aws_elastic_beanstalk',
        'service.instance.id': '7',
        'service.namespace': 'env',
        'service.version': 'v1',
      },
      aws: { elastic_beanstalk: { environment_name: 'env', version_label: 'v1', deployment_id: 7 } },
      why: 'Elastic Beanstalk',
    },
    {
      attributes: { 'cloud.platform': 'aws_elastic_beanstalk', 'service.instance.id': 7 },
      aws: { elastic_beanstalk: { deployment_id: 7 } },
      why: 'its detector writes a number',
    },
    {
      attributes: { 'cloud.platform': 'aws_elastic_beanstalk', 'service.instance.id': 'x' },
      aws: {},
      why: 'no number: left out instead of 0, and a block without members too',
    },
    {
      attributes: { 'cloud.platform': 'aws_elastic_beanstalk', 'service.namespace': 'env' },
      aws: {},
      why: 'no deployment',
    },
    { attributes: { 'cloud.platform': 'aws_lambda', 'faas.name': 'f' }, aws: {}, why: 'Lambda writes its own' },
  ])('with $attributes is $aws ($why)', ({ attributes, aws }) => {
    expect(readPlace(attributes)).toEqual(aws);
  });

  it('is an ECS task with all that it tells', () => {
    const attributes = {
      'cloud.platform': 'aws_ecs',
      'container.name': 'name',
      'container.id': 'id',
      'cloud.availability_zone': 'eu-west-1a',
      'aws.ecs.container.arn': 'container',
      'aws.ecs.cluster.arn': 'cluster',
      'aws.ecs.task.arn': 'task',
      'aws.ecs.task.family': 'family',
      'aws.ecs.launchtype': 'fargate',
    };
    expect(readPlace(attributes)).toEqual({
      ecs: {
        container: 'name',
        container_id: 'id',
        availability_zone: 'eu-west-1a',
        container_arn: 'container',
        cluster_arn: 'cluster',
        task_arn: 'task',
        task_family: 'family',
        launch_type: 'fargate',
      },
    });
    expect(readPlace({ ...attributes, 'cloud.platform': 'aws_eks' }).ecs).toBeUndefined();
  });
});

describe('the tracing library', () => {
  it.each([
    { attributes: {}, xray: { auto_instrumentation: false }, why: 'nothing is known' },
    {
      attributes: {
        'telemetry.sdk.name': 'opentelemetry',
        'telemetry.sdk.language': 'nodejs',
        'telemetry.sdk.version': '2.12.1',
      },
      xray: { sdk: 'opentelemetry for nodejs', sdk_version: '2.12.1', auto_instrumentation: false },
      why: 'name, language, version',
    },
    {
      attributes: { 'telemetry.sdk.name': 'opentelemetry' },
      xray: { sdk: 'opentelemetry', auto_instrumentation: false },
      why: 'no language',
    },
    { attributes: { 'telemetry.sdk.language': 'nodejs' }, xray: { auto_instrumentation: false }, why: 'no name' },
    { attributes: { 'telemetry.auto.version': '1' }, xray: { auto_instrumentation: true }, why: 'the older key' },
    { attributes: { 'telemetry.distro.version': '1' }, xray: { auto_instrumentation: true }, why: 'the newer key' },
    {
      attributes: { 'telemetry.distro.version': '', 'telemetry.auto.version': '1' },
      xray: { auto_instrumentation: true },
      why: 'empty counts as missing',
    },
  ])('with $attributes is $xray ($why)', ({ attributes, xray }) => {
    expect(readSdk(attributes)).toEqual(xray);
  });
});
