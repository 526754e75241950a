import { describe, expect, it } from 'vitest';
import { AttributeReader } from '../src/attributes.ts';
import { isInvocation } from '../src/invocation.ts';
import { documentOf, REMOTE_PARENT } from './spans.ts';

const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:place-order';

describe('an invocation of a Lambda function', () => {
  it.each([
    {
      kind: 1,
      attributes: { 'cloud.resource_id': ARN },
      is: true,
      why: 'as the instrumentation of the handler writes',
    },
    { kind: 1, attributes: { 'cloud.resource_id': `${ARN}:live` }, is: true, why: 'by an alias' },
    {
      kind: 1,
      attributes: { 'faas.id': ARN.replace('aws', 'aws-us-gov') },
      is: true,
      why: 'the older key, another partition',
    },
    { kind: 4, attributes: { 'cloud.resource_id': ARN }, is: false, why: 'what it works on is no invocation' },
    { kind: 1, attributes: { 'cloud.resource_id': ARN.replace('lambda', 'ecs') }, is: false, why: 'another service' },
    { kind: 1, attributes: { 'faas.invocation_id': '1' }, is: false, why: 'functions of other clouds have that, too' },
  ])('by kind $kind and $attributes: $is ($why)', ({ kind, attributes, is }) => {
    expect(isInvocation(kind, new AttributeReader(attributes))).toBe(is);
  });

  const attributes = { 'cloud.resource_id': ARN, 'faas.invocation_id': '8476a536', 'cloud.account.id': '123456789012' };

  it('hangs below Lambda’s own segment also where no detector has told the resource', () => {
    const span = { kind: 1, attributes, parentSpanContext: REMOTE_PARENT };
    expect(documentOf(span)).toMatchObject({ type: 'subsegment', parent_id: REMOTE_PARENT.spanId });
    expect(documentOf(span, { lambdaRoot: 'segment' }).type).toBeUndefined();
  });

  it('tells its account and its request', () => {
    const { aws, metadata } = documentOf({ kind: 1, attributes });
    expect(aws).toMatchObject({ account_id: '123456789012', request_id: '8476a536' });
    expect(metadata?.['default']).toEqual({ 'cloud.resource_id': ARN, 'otel.resource.service.name': 'orders' });
  });
});
