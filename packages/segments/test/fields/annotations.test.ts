import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { toAnnotationKey } from '../../src/fields/annotations.ts';
import type { Attributes } from '../../src/span.ts';
import type { TranslateOptions } from '../../src/translation.ts';
import { documentOf, LOCAL_PARENT, translated } from '../spans.ts';

/** Annotations and attributes of a span that has no resource to tell of. */
function annotate(attributes: Attributes, options: TranslateOptions) {
  const { documents, notes } = translated({ attributes, parentSpanContext: LOCAL_PARENT }, options);
  return { annotations: documents[0]?.annotations, metadata: documents[0]?.metadata?.['default'], notes };
}

function numbered(count: number): Attributes {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${String(index).padStart(3, '0')}`, index]));
}

describe('toAnnotationKey', () => {
  it.each([
    { key: 'aws.local.operation', annotationKey: 'aws.local.operation', why: 'dots stay: AWS’s own tools query them' },
    { key: 'app-tenant id', annotationKey: 'app_tenant_id', why: 'every other sign becomes _' },
    { key: 'größe', annotationKey: 'gr__e', why: 'letters of ASCII alone' },
    { key: '🛒', annotationKey: '_', why: 'a character of two units becomes one' },
    { key: '\ud800', annotationKey: '_', why: 'half a pair' },
    { key: '', annotationKey: '', why: 'empty' },
  ])('makes $annotationKey of $key ($why)', ({ key, annotationKey }) => {
    expect(toAnnotationKey(key)).toBe(annotationKey);
  });

  test('leaves nothing that X-Ray refuses', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (key) => /^[A-Za-z0-9_.]*$/.test(toAnnotationKey(key))));
  });
});

describe('what becomes an annotation', () => {
  const attributes = { 'app.tenant': 'acme', 'app.plan': 'free', count: 3 };

  it.each([
    { options: {}, annotations: undefined, why: 'nothing is asked for' },
    { options: { indexedAttributes: ['app.tenant'] }, annotations: { 'app.tenant': 'acme' }, why: 'a key' },
    {
      options: { indexedAttributes: ['app.*'] },
      annotations: { 'app.tenant': 'acme', 'app.plan': 'free' },
      why: 'a pattern',
    },
    { options: { indexedAttributes: ['gone'] }, annotations: undefined, why: 'a key that is not there' },
    { options: { indexAllAttributes: true }, annotations: attributes, why: 'all' },
    {
      options: { annotationAliases: { 'app.tenant': 'tenant' } },
      annotations: { tenant: 'acme' },
      why: 'an alias is asked for by being one',
    },
    {
      options: { annotationAliases: { 'app.tenant': 'the tenant!' } },
      annotations: { the_tenant_: 'acme' },
      why: 'an alias is made valid',
    },
    {
      options: { annotationAliases: { 'app.tenant': 'tenant' }, indexAllAttributes: true },
      annotations: { tenant: 'acme', 'app.plan': 'free', count: 3 },
      why: 'under its alias alone',
    },
  ])('with $options: $annotations ($why)', ({ options, annotations }) => {
    const answer = annotate(attributes, options);
    expect(answer.annotations).toEqual(annotations);
    expect(answer.notes).toEqual([]);
  });

  it('is no metadata any more', () => {
    expect(annotate(attributes, { indexedAttributes: ['app.tenant'] }).metadata).toEqual({
      'app.plan': 'free',
      count: 3,
    });
  });

  it.each([
    { value: '', annotation: '', why: 'empty is data' },
    { value: 0, annotation: 0, why: 'zero is data' },
    { value: false, annotation: false, why: 'false is data' },
    { value: ['a'], annotation: undefined, why: 'a list stays metadata' },
    { value: { a: 1 }, annotation: undefined, why: 'a map stays metadata' },
    { value: Number.NaN, annotation: undefined, why: 'no JSON number' },
  ])('is $annotation for the value $value ($why)', ({ value, annotation }) => {
    for (const options of [{ indexAllAttributes: true }, { indexedAttributes: ['k'] }]) {
      const answer = annotate({ k: value }, options);
      expect(answer.annotations?.['k']).toBe(annotation);
      expect(Object.keys(answer.metadata ?? {})).toEqual(annotation === undefined ? ['k'] : []);
    }
  });

  it.each([
    {
      list: ['app.tenant', 5, null],
      annotations: { 'app.tenant': 'acme' },
      listed: undefined,
      why: 'a list of keys, and it is no attribute then',
    },
    { list: [], annotations: undefined, listed: undefined, why: 'an empty list' },
    { list: 'app.tenant', annotations: undefined, listed: 'app.tenant', why: 'a text is a plain attribute' },
  ])('is what the span lists in aws.xray.annotations: $annotations ($why)', ({ list, annotations, listed }) => {
    const answer = annotate({ ...attributes, 'aws.xray.annotations': list }, {});
    expect(answer.annotations).toEqual(annotations);
    expect(answer.metadata?.['aws.xray.annotations']).toBe(listed);
  });

  it.each([
    { options: { indexedAttributes: ['http.request.method'] }, annotated: true, why: 'asked for by name' },
    { options: { indexedAttributes: ['http.*'] }, annotated: true, why: 'asked for by pattern' },
    { options: { annotationAliases: { 'http.request.method': 'method' } }, annotated: true, why: 'asked for by alias' },
    { options: { indexAllAttributes: true }, annotated: false, why: 'all means all that is not told yet' },
  ])('may be what another member tells too: $annotated ($why)', ({ options, annotated }) => {
    expect(annotate({ 'http.request.method': 'GET' }, options).annotations !== undefined).toBe(annotated);
  });

  it.each([
    {
      options: { indexedAttributes: ['otel.resource.service.name'] },
      annotations: { 'otel.resource.service.name': 'orders' },
      why: 'by its full key',
    },
    {
      options: { indexedAttributes: ['otel.resource.*'] },
      annotations: { 'otel.resource.service.name': 'orders' },
      why: 'by pattern',
    },
    { options: { indexAllAttributes: true }, annotations: { 'otel.resource.service.name': 'orders' }, why: 'all' },
    {
      options: { annotationAliases: { 'otel.resource.service.name': 'service' } },
      annotations: { service: 'orders' },
      why: 'by alias',
    },
    { options: { indexedAttributes: ['service.name'] }, annotations: undefined, why: 'the span’s key is another' },
  ])('with $options of the resource: $annotations ($why)', ({ options, annotations }) => {
    expect(documentOf({}, options).annotations).toEqual(annotations);
    expect(documentOf({ parentSpanContext: LOCAL_PARENT }, options).annotations).toBeUndefined();
  });

  it('is never the user, who is indexed as such', () => {
    expect(
      annotate({ 'enduser.id': 'bob' }, { indexAllAttributes: true, indexedAttributes: ['enduser.id'] }).annotations,
    ).toBeUndefined();
  });

  it('takes __proto__ for a key like any other', () => {
    const hostile = JSON.parse('{"__proto__":"a","constructor":"b"}') as Attributes;
    expect(JSON.stringify(annotate(hostile, { indexAllAttributes: true }).annotations)).toBe(
      '{"__proto__":"a","constructor":"b"}',
    );
  });
});

describe('the limits of annotations', () => {
  it.each([49, 50, 51])('of %d keeps 50, the first by name, and leaves the others metadata with a note', (count) => {
    const { annotations, metadata, notes } = annotate(numbered(count), { indexAllAttributes: true });
    expect(Object.keys(annotations ?? {})).toEqual(Object.keys(numbered(Math.min(count, 50))));
    expect(metadata).toEqual(count > 50 ? { k050: 50 } : undefined);
    expect(notes.map(({ field, kind }) => ({ field, kind }))).toEqual(
      count > 50 ? [{ field: 'annotations.k050', kind: 'moved' }] : [],
    );
  });

  it('prefer what the span lists, then aliases, then listed keys, then patterns, then the rest, then the resource', () => {
    const attributes = {
      ...numbered(60),
      zSpan: 1,
      zAlias: 2,
      zListed: 3,
      zPattern: 4,
      'aws.xray.annotations': ['zSpan'],
    };
    const { annotations } = documentOf(
      { attributes, parentSpanContext: undefined },
      { indexAllAttributes: true, annotationAliases: { zAlias: 'alias' }, indexedAttributes: ['zP*', 'zListed'] },
    );
    expect(Object.keys(annotations ?? {})).toEqual([
      'zSpan',
      'alias',
      'zListed',
      'zPattern',
      ...Object.keys(numbered(46)),
    ]);
  });

  it('prefer listed keys in the order of the list', () => {
    const keys = Object.keys(numbered(51)).reverse();
    const { annotations } = annotate(numbered(51), { indexedAttributes: keys });
    expect(Object.keys(annotations ?? {})).toEqual(keys.slice(0, 50));
  });

  it.each([
    { key: 'k'.repeat(500), annotated: true },
    { key: 'k'.repeat(501), annotated: false },
    { key: '', annotated: false },
  ])('take a key of $key.length characters: $annotated', ({ key, annotated }) => {
    const { annotations, metadata, notes } = annotate({ [key]: 'v' }, { indexAllAttributes: true });
    expect(annotations).toEqual(annotated ? { [key]: 'v' } : undefined);
    expect(metadata).toEqual(annotated ? undefined : { [key]: 'v' });
    expect(notes).toHaveLength(annotated ? 0 : 1);
  });

  it.each([
    { value: 'é'.repeat(1000), cut: 'é'.repeat(1000), whole: undefined },
    { value: 'é'.repeat(1001), cut: 'é'.repeat(1000), whole: 'é'.repeat(1001) },
    { value: '🛒'.repeat(1001), cut: '🛒'.repeat(1000), whole: '🛒'.repeat(1001) },
  ])('cut a text at 1,000 characters and keep the whole', ({ value, cut, whole }) => {
    const { annotations, metadata, notes } = annotate({ k: value }, { indexAllAttributes: true });
    expect(annotations).toEqual({ k: cut });
    expect(metadata).toEqual(whole === undefined ? undefined : { k: whole });
    expect(notes.map(({ field, kind }) => ({ field, kind }))).toEqual(
      whole === undefined ? [] : [{ field: 'annotations.k', kind: 'cut' }],
    );
  });
});

describe('keys that become the same', () => {
  it.each([
    {
      attributes: { 'a-b': 1, 'a/b': 2 },
      options: { indexAllAttributes: true },
      annotations: { a_b: 1 },
      metadata: { 'a/b': 2 },
      why: 'the first by name wins',
    },
    {
      attributes: { 'a-b': 1, a_b: 2 },
      options: { indexAllAttributes: true },
      annotations: { a_b: 1 },
      metadata: { a_b: 2 },
      why: 'also before a valid one',
    },
    {
      attributes: { 'a-b': 1, 'a/b': 2 },
      options: { indexedAttributes: ['a/b', 'a-b'] },
      annotations: { a_b: 2 },
      metadata: { 'a-b': 1 },
      why: 'the order of the list wins',
    },
    {
      attributes: { a: 1, z: 2 },
      options: { indexAllAttributes: true, annotationAliases: { z: 'a' } },
      annotations: { a: 2 },
      metadata: { a: 1 },
      why: 'an alias wins',
    },
    {
      attributes: { y: 1, z: 2 },
      options: { annotationAliases: { z: 't', y: 't' } },
      annotations: { t: 1 },
      metadata: { z: 2 },
      why: 'of two aliases the first by name',
    },
  ])('with $options: $annotations ($why)', ({ attributes, options, annotations, metadata }) => {
    const reversed = Object.fromEntries(Object.entries(attributes).reverse());
    for (const given of [attributes, reversed]) {
      const answer = annotate(given, options);
      expect([answer.annotations, answer.metadata]).toEqual([annotations, metadata]);
      expect(answer.notes).toMatchObject([{ kind: 'moved' }]);
    }
  });
});
