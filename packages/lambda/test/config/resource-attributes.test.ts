import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../src/config/config.ts';

const LAMBDA = {
  AWS_LAMBDA_FUNCTION_NAME: 'orders',
  AWS_LAMBDA_FUNCTION_VERSION: '7',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/orders',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[7]0123',
  AWS_REGION: 'eu-west-1',
};

describe('the resource', () => {
  it('says of a function what its variables say', () => {
    expect(resolveConfig(LAMBDA).resource).toEqual({
      'service.name': 'orders',
      'cloud.provider': 'aws',
      'cloud.platform': 'aws_lambda',
      'cloud.region': 'eu-west-1',
      'faas.name': 'orders',
      'faas.version': '7',
      'faas.instance': '2026/01/01/[7]0123',
      'faas.max_memory': 536_870_912,
      'aws.log.group.names': ['/aws/lambda/orders'],
    });
  });

  it('leaves out what is not set', () => {
    expect(
      resolveConfig({ AWS_LAMBDA_FUNCTION_NAME: 'orders', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: 'much' }).resource,
    ).toEqual({
      'service.name': 'orders',
      'cloud.provider': 'aws',
      'cloud.platform': 'aws_lambda',
      'faas.name': 'orders',
    });
  });

  it('takes the name from OTEL_SERVICE_NAME before the attributes, and from these before the function', () => {
    const attributes = { OTEL_RESOURCE_ATTRIBUTES: 'service.name=from%20attributes,team=a%3Db' };
    expect(resolveConfig({ ...LAMBDA, ...attributes }).resource).toMatchObject({
      'service.name': 'from attributes',
      team: 'a=b',
      'faas.name': 'orders',
    });
    expect(resolveConfig({ ...LAMBDA, ...attributes, OTEL_SERVICE_NAME: 'shop' }).resource).toMatchObject({
      'service.name': 'shop',
    });
  });

  it('keeps the pairs that can be read', () => {
    const { resource, warnings } = resolveConfig({ OTEL_RESOURCE_ATTRIBUTES: '=x,a=1,,b=%,__proto__=p' });
    expect(Object.entries(resource)).toEqual([
      ['a', '1'],
      ['__proto__', 'p'],
    ]);
    expect(warnings.map(({ value }) => value)).toEqual(['=x', 'b=%']);
  });
});
