import { expect, it } from 'vitest';
import { originOf } from '../../src/fields/origin.ts';

it.each([
  { attributes: {}, origin: undefined, why: 'nothing is known' },
  { attributes: { 'cloud.platform': 'aws_lambda' }, origin: 'AWS::Lambda::Function', why: 'what Lambda writes itself' },
  { attributes: { 'cloud.platform': 'aws_app_runner' }, origin: 'AWS::AppRunner::Service', why: 'App Runner' },
  { attributes: { 'cloud.platform': 'aws_eks' }, origin: 'AWS::EKS::Container', why: 'EKS' },
  {
    attributes: { 'cloud.platform': 'aws_elastic_beanstalk' },
    origin: 'AWS::ElasticBeanstalk::Environment',
    why: 'Elastic Beanstalk',
  },
  { attributes: { 'cloud.platform': 'aws_ec2' }, origin: 'AWS::EC2::Instance', why: 'EC2' },
  {
    attributes: { 'cloud.platform': 'aws_ecs', 'aws.ecs.launchtype': 'ec2' },
    origin: 'AWS::ECS::EC2',
    why: 'ECS on EC2',
  },
  {
    attributes: { 'cloud.platform': 'aws_ecs', 'aws.ecs.launchtype': 'fargate' },
    origin: 'AWS::ECS::Fargate',
    why: 'Fargate',
  },
  {
    attributes: { 'cloud.platform': 'aws_ecs', 'aws.ecs.launchtype': 'FARGATE' },
    origin: 'AWS::ECS::Container',
    why: 'another word',
  },
  { attributes: { 'cloud.platform': 'aws_ecs' }, origin: 'AWS::ECS::Container', why: 'unknown launch type' },
  { attributes: { 'cloud.platform': 'aws_openshift' }, origin: undefined, why: 'X-Ray has no word for it' },
  { attributes: { 'cloud.platform': 'aws_ec2', 'cloud.provider': 'aws' }, origin: 'AWS::EC2::Instance', why: 'AWS' },
  {
    attributes: { 'cloud.platform': 'aws_ec2', 'cloud.provider': '' },
    origin: 'AWS::EC2::Instance',
    why: 'empty counts as missing',
  },
  { attributes: { 'cloud.platform': 'aws_ec2', 'cloud.provider': 'gcp' }, origin: undefined, why: 'another cloud' },
])('is $origin with $attributes ($why)', ({ attributes, origin }) => {
  expect(originOf(attributes)).toBe(origin);
});
