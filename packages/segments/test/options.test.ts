import { describe, expect, it, test, vi } from 'vitest';
import { REDACTION_FAILED, resolveOptions } from '../src/options.ts';

test('prepares the same object once and another one again', () => {
  const options = { scope: true };
  expect(resolveOptions(options)).toBe(resolveOptions(options));
  expect(resolveOptions({ scope: true })).not.toBe(resolveOptions(options));
});

test('has a default for everything', () => {
  expect(resolveOptions({})).toMatchObject({
    indexAll: false,
    indexedNames: [],
    indexesNothing: true,
    logGroupNames: [],
    sqlText: 'sanitized',
    lambdaRoot: 'subsegment',
    scope: false,
  });
});

it.each([{ indexAllAttributes: true }, { indexedAttributes: ['a'] }, { annotationAliases: { a: 'b' } }])(
  'indexes something with %o',
  (options) => {
    expect(resolveOptions(options).indexesNothing).toBe(false);
  },
);

describe('patterns', () => {
  it.each([
    { pattern: '*', key: '', fits: true, why: 'a star stands for nothing too' },
    { pattern: '*', key: 'a.b', fits: true, why: 'a star stands for everything' },
    { pattern: 'app.*', key: 'app.tenant', fits: true, why: 'start' },
    { pattern: 'app.*', key: 'app.', fits: true, why: 'nothing behind the start' },
    { pattern: 'app.*', key: 'xapp.tenant', fits: false, why: 'not at the start' },
    { pattern: '*.id', key: 'order.id', fits: true, why: 'end' },
    { pattern: '*.id', key: 'order.ids', fits: false, why: 'not at the end' },
    { pattern: 'a*b*c', key: 'abc', fits: true, why: 'stars for nothing' },
    { pattern: 'a*b*c', key: 'a1b2c', fits: true, why: 'pieces in order' },
    { pattern: 'a*b*c', key: 'acb', fits: false, why: 'pieces out of order' },
    { pattern: 'ab*ba', key: 'aba', fits: false, why: 'start and end may not share a character' },
    { pattern: 'a*bb*b', key: 'abb', fits: false, why: 'a middle piece may not reach into the end' },
    { pattern: 'a**b', key: 'ab', fits: true, why: 'two stars are one' },
    { pattern: 'a.*', key: 'axb', fits: false, why: 'a dot is a dot' },
    { pattern: 'a[b]*', key: 'a[b]c', fits: true, why: 'no other sign has a meaning' },
    { pattern: 'App.*', key: 'app.x', fits: false, why: 'case counts' },
  ])('$pattern fits "$key": $fits ($why)', ({ pattern, key, fits }) => {
    expect(resolveOptions({ indexedAttributes: [pattern] }).indexed.pattern(key)).toBe(fits);
  });

  it('tells a key that is listed as it is by its first place', () => {
    const { indexed } = resolveOptions({ indexedAttributes: ['a', 'b*', 'a', '__proto__'] });
    expect(['a', 'b*', 'b', '__proto__', 'constructor'].map((key) => indexed.exact(key))).toEqual([
      0,
      1,
      undefined,
      3,
      undefined,
    ]);
  });

  // A regular expression made of this would try for years.
  it('answers at once for many stars that do not fit', () => {
    expect(resolveOptions({ indexedAttributes: ['*a'.repeat(40)] }).indexed.pattern('a'.repeat(39) + 'b')).toBe(false);
  });
});

describe('redact', () => {
  it('hides credentials before the hook sees the text', () => {
    const redact = vi.fn((_field: string, value: string) => value.toUpperCase());
    const sent = resolveOptions({ redact }).redact('url', 'https://app:hunter2@h/');
    expect(redact.mock.calls[0]?.[0]).toBe('url');
    expect(redact.mock.calls[0]?.[1]).not.toContain('hunter2');
    expect(sent).toContain('@H/');
  });

  it.each([
    {
      name: 'throws',
      hook: () => {
        throw new Error('no');
      },
    },
    { name: 'gives nothing', hook: () => undefined as unknown as string },
    { name: 'gives a number', hook: () => 5 as unknown as string },
    { name: 'gives a promise', hook: () => Promise.resolve('x') as unknown as string },
  ])('sends a marker where the hook $name', ({ hook }) => {
    expect(resolveOptions({ redact: hook }).redact('message', 'secret')).toBe(REDACTION_FAILED);
  });

  it('takes an empty text for an answer', () => {
    expect(resolveOptions({ redact: () => '' }).redact('message', 'secret')).toBe('');
  });

  it('does not ask the hook about no text, so that it puts no words where there are none', () => {
    const redact = vi.fn(() => 'x');
    expect(resolveOptions({ redact }).redact('attribute', '')).toBe('');
    expect(redact).not.toHaveBeenCalled();
  });
});

describe('redactHidden', () => {
  it('passes a text on where there is no hook', () => {
    expect(resolveOptions({}).redactHidden('sql', 'token=abc')).toBe('token=abc');
  });

  it('asks the hook, as redact does', () => {
    const { redactHidden } = resolveOptions({ redact: (field, value) => `${field}:${value}` });
    expect(redactHidden('sql', 'SELECT ?')).toBe('sql:SELECT ?');
    expect(redactHidden('sql', '')).toBe('');
  });

  it('says where the hook failed', () => {
    const { redactHidden } = resolveOptions({ redact: () => 5 as never });
    expect(redactHidden('sql', 'SELECT ?')).toBe(REDACTION_FAILED);
  });
});
