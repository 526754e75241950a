import type { TranslateOptions } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { checkTranslateOptions } from '../src/translate-options.ts';

const RIGHT: Required<TranslateOptions> = {
  indexAllAttributes: false,
  indexedAttributes: ['order.*'],
  annotationAliases: { 'app.tenant.id': 'tenant' },
  logGroupNames: [],
  sqlText: 'asIs',
  lambdaRoot: 'segment',
  redact: (_field, value) => value,
  scope: true,
};

describe('checkTranslateOptions', () => {
  it('takes every option with a right value, none, and those that are there but undefined', () => {
    expect(() => checkTranslateOptions(RIGHT)).not.toThrow();
    expect(() => checkTranslateOptions({})).not.toThrow();
    expect(() => checkTranslateOptions({ scope: undefined, redact: undefined })).not.toThrow();
  });

  it.each([
    { name: 'indexAllAttributes', value: 'true', expected: 'a boolean' },
    { name: 'indexedAttributes', value: 'order.id', expected: 'an array of strings' },
    { name: 'indexedAttributes', value: [1], expected: 'an array of strings' },
    { name: 'annotationAliases', value: { a: 1 }, expected: 'an object of strings' },
    { name: 'annotationAliases', value: null, expected: 'an object of strings' },
    { name: 'logGroupNames', value: 'group', expected: 'an array of strings' },
    { name: 'sqlText', value: 'none', expected: "'sanitized' or 'asIs' or 'off'" },
    { name: 'lambdaRoot', value: true, expected: "'subsegment' or 'segment'" },
    { name: 'redact', value: 'all', expected: 'a function' },
    { name: 'scope', value: 0, expected: 'a boolean' },
  ])('refuses $name: $value', ({ name, value, expected }) => {
    const options = { ...RIGHT, [name]: value } as never;
    expect(() => checkTranslateOptions(options)).toThrow(new TypeError(`${name}: expected ${expected}`));
  });
});
