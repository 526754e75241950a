import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import { putAnnotation, type AnnotationValue } from '../../src/index.ts';
import { type Recording, startRecording, stopRecording } from './recording.ts';

describe('putAnnotation', () => {
  let recording: Recording;
  beforeEach(() => (recording = startRecording()));
  afterEach(stopRecording);

  it('sets the attribute, and lists it for indexing', async () => {
    const { attributes } = await recording.inTrace(() => {
      putAnnotation('tenant', 'acme');
      putAnnotation('items', 0);
      putAnnotation('is_gift', false);
    });
    expect(attributes).toEqual({
      tenant: 'acme',
      items: 0,
      is_gift: false,
      'aws.xray.annotations': ['tenant', 'items', 'is_gift'],
    });
    expect(recording.told).toEqual([]);
  });

  it('lists a key once; its last value stands', async () => {
    const { attributes } = await recording.inTrace(() => {
      putAnnotation('attempt', 1);
      putAnnotation('attempt', 2);
    });
    expect(attributes).toEqual({ attempt: 2, 'aws.xray.annotations': ['attempt'] });
  });

  it('keeps what others have listed on the span', async () => {
    const { attributes } = await recording.inTrace((span) => {
      span.setAttribute('aws.xray.annotations', ['region']);
      putAnnotation('tenant', 'acme');
    });
    expect(attributes['aws.xray.annotations']).toEqual(['region', 'tenant']);
  });

  it('shares the list with another copy of this package', async () => {
    vi.resetModules();
    const copy = await import('../../src/index.ts');
    expect(copy.putAnnotation).not.toBe(putAnnotation);
    const { attributes } = await recording.inTrace(() => {
      putAnnotation('first', 1);
      copy.putAnnotation('second', 2);
      putAnnotation('third', 3);
    });
    expect(attributes['aws.xray.annotations']).toEqual(['first', 'second', 'third']);
  });

  it.each([
    { key: 'cart', value: { items: 2 }, word: 'cart: expected a text, a finite number or a boolean, found object' },
    { key: 'tags', value: ['a'], word: 'tags: expected a text, a finite number or a boolean, found object' },
    { key: 'user', value: undefined, word: 'found undefined' },
    { key: 'user', value: null, word: 'found null' },
    { key: 'ratio', value: Number.NaN, word: 'found NaN' },
    { key: 'id', value: 1n, word: 'found bigint' },
    { key: '', value: 'x', word: 'without a key' },
    { key: 7, value: 'x', word: 'without a key' },
    { key: 'aws.xray.annotations', value: 'x', word: 'a meaning of its own' },
  ])('ignores $value under "$key", and says so once', async ({ key, value, word }) => {
    const { attributes } = await recording.inTrace(() => {
      for (let times = 0; times < 3; times++) putAnnotation(key as string, value as AnnotationValue);
    });
    expect(attributes).toEqual({});
    expect(recording.told).toEqual([expect.stringMatching(/^warn: otel-xray\/lambda putAnnotation ignores /)]);
    expect(recording.told[0]).toContain(word);
  });

  it('never throws, and never writes what X-Ray could not index', async () => {
    const { attributes } = await recording.inTrace(() => {
      fc.assert(
        fc.property(fc.anything(), fc.anything(), (key, value) => {
          putAnnotation(key as string, value as AnnotationValue);
        }),
      );
    });
    const { 'aws.xray.annotations': listed, ...values } = attributes;
    expect(new Set(listed as string[])).toEqual(new Set(Object.keys(values)));
    for (const value of Object.values(values)) expect(typeof value).toMatch(/^(?:string|number|boolean)$/);
  });
});
