import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../src/span.ts';
import { documentOf, LOCAL_PARENT, PARENT_ID, REMOTE_PARENT, SPAN_ID, splitOf } from '../spans.ts';

function metadataOf(attributes: Attributes) {
  return documentOf({ attributes, parentSpanContext: LOCAL_PARENT }).metadata;
}

describe('metadata of attributes', () => {
  it.each([
    { attributes: {}, metadata: undefined, why: 'nothing to tell' },
    {
      attributes: { a: '', b: 0, c: false, d: null },
      metadata: { default: { a: '', b: 0, c: false, d: null } },
      why: 'all of it is data',
    },
    { attributes: { a: undefined }, metadata: undefined, why: 'no value' },
    {
      attributes: { a: Number.NaN, b: 2n ** 64n },
      metadata: { default: { a: 'NaN', b: '18446744073709551616' } },
      why: 'as text where JSON has no number',
    },
    {
      attributes: { a: ['x', null, { y: 1 }] },
      metadata: { default: { a: ['x', null, { y: 1 }] } },
      why: 'lists and maps',
    },
    { attributes: { a: new Uint8Array([1, 2]) }, metadata: { default: { a: 'AQI=' } }, why: 'bytes' },
    {
      attributes: { 'code.function.name': 'buy', 'error.type': '404' },
      metadata: { default: { 'code.function.name': 'buy', 'error.type': '404' } },
      why: 'no other member tells them',
    },
  ])('with $attributes: $metadata ($why)', ({ attributes, metadata }) => {
    expect(metadataOf(attributes)).toEqual(metadata);
  });

  it('has a place for __proto__', () => {
    expect(JSON.stringify(metadataOf(JSON.parse('{"__proto__":1}')))).toBe('{"default":{"__proto__":1}}');
  });
});

describe('namespaces of the app', () => {
  const app = 'aws.xray.metadata.app';
  it.each([
    { attributes: { [app]: '{"a":1}' }, metadata: { app: { a: 1 } }, why: 'an object' },
    { attributes: { [app]: ' {"a":1}\n' }, metadata: { app: { a: 1 } }, why: 'white space around' },
    { attributes: { [app]: '{}' }, metadata: { app: {} }, why: 'an empty object' },
    { attributes: { 'aws.xray.metadata.': '{"a":1}' }, metadata: { '': { a: 1 } }, why: 'an empty name' },
    { attributes: { 'aws.xray.metadata.a.b': '{"a":1}' }, metadata: { 'a.b': { a: 1 } }, why: 'a name with dots' },
    { attributes: { [app]: '[1]' }, metadata: { default: { [app]: '[1]' } }, why: 'no object' },
    { attributes: { [app]: 'null' }, metadata: { default: { [app]: 'null' } }, why: 'a namespace is never null' },
    { attributes: { [app]: '{' }, metadata: { default: { [app]: '{' } }, why: 'no JSON' },
    { attributes: { [app]: '\ufeff{}' }, metadata: { default: { [app]: '\ufeff{}' } }, why: 'a BOM is no white space' },
    {
      attributes: { [app]: '{"a":1e400}' },
      metadata: { default: { [app]: '{"a":1e400}' } },
      why: 'a number that no double holds',
    },
    { attributes: { [app]: '{"a":"\\ud800"}' }, metadata: { app: { a: '\ufffd' } }, why: 'half a pair has no bytes' },
    { attributes: { [app]: '{"a":1,"a":2}' }, metadata: { app: { a: 2 } }, why: 'the last of equal members' },
    { attributes: { [app]: { a: 1 } }, metadata: { default: { [app]: { a: 1 } } }, why: 'no text' },
    {
      attributes: { 'aws.xray.metadata.Default': '{"a":1}', b: 2 },
      metadata: { default: { a: 1, b: 2 } },
      why: 'the default one, in any case',
    },
    {
      attributes: { 'aws.xray.metadata.default': '{"a":1}', a: 2 },
      metadata: { default: { a: 2 } },
      why: 'a plain attribute wins',
    },
    {
      attributes: { 'aws.xray.metadata.default': '{"a":1}', 'aws.xray.metadata.DEFAULT': '{"a":2}' },
      metadata: { default: { a: 1 } },
      why: 'the last by name wins',
    },
  ])('with $attributes: $metadata ($why)', ({ attributes, metadata }) => {
    expect(metadataOf(attributes)).toEqual(metadata);
    expect(metadataOf(Object.fromEntries(Object.entries(attributes).reverse()))).toEqual(metadata);
  });

  it('stays a text where it is nested too deep to be parsed', () => {
    const text = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(Object.keys(metadataOf({ [app]: text }) ?? {})).toHaveLength(1);
  });
});

describe('metadata of the resource', () => {
  const resource = { 'service.name': 'orders', 'process.pid': 7 };
  const kept = { 'otel.resource.service.name': 'orders', 'otel.resource.process.pid': 7 };
  it.each([
    { span: {}, metadata: kept, why: 'a root' },
    { span: { kind: 1, parentSpanContext: REMOTE_PARENT }, metadata: kept, why: 'a segment' },
    { span: { parentSpanContext: LOCAL_PARENT }, metadata: undefined, why: 'a subsegment' },
    { span: { kind: 1, parentSpanContext: LOCAL_PARENT }, metadata: undefined, why: 'a server below another span' },
    {
      span: { parentSpanContext: LOCAL_PARENT, attributes: { 'aws.span.kind': 'LOCAL_ROOT' } },
      metadata: { ...kept, 'aws.span.kind': 'LOCAL_ROOT' },
      why: 'a local root, also below a parent',
    },
  ])('is on documents that stand for the service: $metadata ($why)', ({ span, metadata }) => {
    expect(documentOf({ ...span, resource }).metadata?.['default']).toEqual(metadata);
  });

  it('is on the subsegment that stands for the service below Lambda’s own segment', () => {
    const lambda = { 'service.name': 'resize', 'cloud.platform': 'aws_lambda' };
    const document = documentOf({ kind: 1, parentSpanContext: REMOTE_PARENT, resource: lambda });
    expect(document).toMatchObject({ id: SPAN_ID, parent_id: PARENT_ID, type: 'subsegment' });
    expect(document.metadata?.['default']).toEqual({
      'otel.resource.service.name': 'resize',
      'otel.resource.cloud.platform': 'aws_lambda',
    });
  });

  it('is on the service’s document of a split call, beside the attributes that do not tell of the callee', () => {
    const { call, service } = splitOf({
      kind: 2,
      resource,
      attributes: { 'app.tenant': 'acme', 'aws.remote.operation': 'Get' },
    });
    expect(call.metadata).toEqual({ default: { 'app.tenant': 'acme', 'aws.remote.operation': 'Get' } });
    expect(service.metadata).toEqual({ default: { ...kept, 'app.tenant': 'acme' } });
  });
});

describe('the namespace `otel`', () => {
  it('keeps our words over the app’s', () => {
    const attributes = { 'aws.xray.metadata.otel': '{"dropped":"mine","x":1}' };
    expect(documentOf({ attributes, parentSpanContext: LOCAL_PARENT, droppedLinksCount: 2 }).metadata).toEqual({
      otel: { dropped: { links: 2 }, x: 1 },
    });
  });
});

it('masks a phone number that SNS sends to, and no other destination', () => {
  const sns = { 'messaging.system': 'aws.sns', 'messaging.destination.name': '+12065550100' };
  expect(JSON.stringify(metadataOf(sns))).not.toContain('2065550100');
  expect(metadataOf({ ...sns, 'messaging.system': 'kafka' })?.['default']).toMatchObject({
    'messaging.destination.name': '+12065550100',
  });
  expect(metadataOf({ ...sns, 'messaging.destination.name': 'orders' })?.['default']).toMatchObject({
    'messaging.destination.name': 'orders',
  });
});
