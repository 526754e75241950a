import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../src/options.ts';
import { readResource } from '../src/resource.ts';
import type { Attributes } from '../src/span.ts';

const options = resolveOptions({});
const read = (attributes: Attributes) => readResource({ attributes }, options);

describe('service name', () => {
  it.each([
    { attributes: { 'service.name': 'orders' }, name: 'orders', why: 'as it is' },
    { attributes: {}, name: '', why: 'nobody named it' },
    { attributes: { 'service.name': 5 }, name: '', why: 'no text' },
    {
      attributes: { 'service.name': 'unknown_service:node' },
      name: 'node',
      why: 'the program instead of the placeholder',
    },
    { attributes: { 'service.name': 'unknown_service' }, name: '', why: 'never "unknown"' },
    {
      attributes: { 'service.name': 'unknown_service:node', 'faas.name': 'resize' },
      name: 'resize',
      why: 'the function says more',
    },
    { attributes: { 'service.name': 'unknown_services' }, name: 'unknown_services', why: 'another word' },
    { attributes: { 'service.name': 'orders', 'faas.name': 'resize' }, name: 'orders', why: 'a given name wins' },
    {
      attributes: { 'service.name': 'aws_elastic_beanstalk', 'service.namespace': 'shop-prod' },
      name: 'shop-prod',
      why: 'the detector wrote the platform over the name: the environment says which',
    },
    {
      attributes: { 'service.name': 'aws_elastic_beanstalk' },
      name: 'aws_elastic_beanstalk',
      why: 'nothing says which',
    },
  ])('of $attributes is "$name" ($why)', ({ attributes, name }) => {
    expect(read(attributes).serviceName).toBe(name);
  });
});

it.each([
  { attributes: { 'cloud.platform': 'aws_lambda' }, is: true },
  { attributes: { 'cloud.platform': 'AWS_LAMBDA' }, is: false },
  { attributes: { 'cloud.platform': 'aws_ecs' }, is: false },
  { attributes: { 'faas.name': 'resize' }, is: false },
])('takes $attributes for Lambda: $is', ({ attributes, is }) => {
  expect(read(attributes).isLambda).toBe(is);
});

it.each([
  { attributes: {}, is: false, why: 'no word of a cloud' },
  { attributes: { 'cloud.provider': 'aws' }, is: false, why: 'AWS' },
  { attributes: { 'cloud.provider': '' }, is: false, why: 'empty counts as missing' },
  { attributes: { 'cloud.provider': 5 }, is: false, why: 'no text' },
  { attributes: { 'cloud.provider': 'gcp' }, is: true, why: 'another one' },
  { attributes: { 'cloud.provider': 'AWS' }, is: true, why: 'case counts' },
])('takes $attributes for another cloud: $is ($why)', ({ attributes, is }) => {
  expect(read(attributes).isOtherCloud).toBe(is);
});

describe('cache', () => {
  it('reads a settled resource once for each set of options', () => {
    const resource = { attributes: { 'service.name': 'orders' } };
    expect(readResource(resource, options)).toBe(readResource(resource, options));
    expect(readResource(resource, resolveOptions({}))).not.toBe(readResource(resource, options));
  });

  it('reads a resource anew while its detectors are at work', () => {
    const resource = { attributes: {} as Attributes, asyncAttributesPending: true };
    expect(readResource(resource, options).serviceName).toBe('');
    resource.attributes = { 'service.name': 'orders' };
    expect(readResource(resource, options).serviceName).toBe('orders');
  });
});

it.each([undefined, null, 'resource', {}, { attributes: null }])(
  'takes %o for a resource without attributes',
  (resource) => {
    expect(readResource(resource as never, options)).toMatchObject({
      attributes: {},
      serviceName: '',
      isLambda: false,
      origin: undefined,
    });
  },
);

it('shows the texts of the aws block and the version to the redaction', () => {
  const redacting = resolveOptions({ redact: (_field, value) => `<${value}>`, logGroupNames: ['/orders'] });
  const { aws, version } = readResource(
    { attributes: { 'cloud.account.id': '123456789012', 'service.version': '1.2' } },
    redacting,
  );
  expect({ aws, version }).toEqual({
    aws: {
      account_id: '<123456789012>',
      cloudwatch_logs: [{ log_group: '</orders>' }],
      xray: { auto_instrumentation: false },
    },
    version: '<1.2>',
  });
});
