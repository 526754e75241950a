import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTranslateArguments } from '../src/arguments.ts';
import { UsageError } from '../src/errors.ts';

it.each([
  { args: [], options: {} },
  { args: ['--index-all'], options: { indexAllAttributes: true } },
  { args: ['--index', 'a,b.*'], options: { indexedAttributes: ['a', 'b.*'] } },
  { args: ['--index', 'a, b,', '--index=c'], options: { indexedAttributes: ['a', 'b', 'c'] } },
  { args: ['--alias', 'app.id=id'], options: { annotationAliases: { 'app.id': 'id' } } },
  { args: ['--alias', 'a=x', '--alias', 'b=y'], options: { annotationAliases: { a: 'x', b: 'y' } } },
  { args: ['--alias', 'query[k=v]=key'], options: { annotationAliases: { 'query[k=v]': 'key' } } },
  { args: ['--alias', '__proto__=p'], options: { annotationAliases: JSON.parse('{"__proto__":"p"}') as object } },
  {
    args: ['--log-group', '/aws/lambda/a', '--log-group', '/aws/lambda/b,c'],
    options: { logGroupNames: ['/aws/lambda/a', '/aws/lambda/b', 'c'] },
  },
  { args: ['--sql-text', 'asIs'], options: { sqlText: 'asIs' } },
  { args: ['--lambda-root', 'segment'], options: { lambdaRoot: 'segment' } },
  { args: ['--scope'], options: { scope: true } },
])('reads $args', ({ args, options }) => {
  expect(parseTranslateArguments(args)).toEqual({ help: false, explain: false, options });
});

it('reads --explain beside other settings', () => {
  expect(parseTranslateArguments(['--explain', '--scope'])).toEqual({
    help: false,
    explain: true,
    options: { scope: true },
  });
});

it.each([
  { args: ['--index'], message: "Option '--index <value>' argument missing" },
  { args: ['--frobnicate'], message: "Unknown option '--frobnicate'" },
  { args: ['--scope=yes'], message: "Option '--scope' does not take an argument" },
  { args: ['--alias', 'tenant'], message: '--alias tenant: expected ATTRIBUTE=ANNOTATION' },
  { args: ['--alias', '=tenant'], message: '--alias =tenant: expected ATTRIBUTE=ANNOTATION' },
  { args: ['--alias', 'app.tenant='], message: '--alias app.tenant=: expected ATTRIBUTE=ANNOTATION' },
  { args: ['--sql-text', 'as-is'], message: '--sql-text as-is: expected sanitized or asIs or off' },
  { args: ['--lambda-root', ''], message: '--lambda-root : expected subsegment or segment' },
  { args: ['a.jsonl'], message: 'translate reads standard input: otel-xray translate < a.jsonl' },
])('refuses $args', ({ args, message }) => {
  expect(() => parseTranslateArguments(args)).toThrow(UsageError);
  expect(() => parseTranslateArguments(args)).toThrow(message);
});

it('asks for help whatever else is asked for', () => {
  expect(parseTranslateArguments(['--config', 'missing.json', 'a.jsonl', '--help'])).toEqual({ help: true });
});

describe('a configuration file', () => {
  let folder: string;
  const write = (content: string): string => {
    const path = join(folder, 'otel-xray.json');
    writeFileSync(path, content);
    return path;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'otel-xray-cli-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('may set every option that JSON can write', () => {
    const options = {
      indexAllAttributes: false,
      indexedAttributes: ['app.*'],
      annotationAliases: { 'app.tenant': 'tenant' },
      logGroupNames: ['/aws/lambda/orders'],
      sqlText: 'off',
      lambdaRoot: 'segment',
      scope: true,
    };
    const path = write(`\ufeff${JSON.stringify(options, null, 2)}`);
    expect(parseTranslateArguments(['--config', path])).toEqual({ help: false, explain: false, options });
  });

  it('gives way to flags, setting by setting', () => {
    const path = write('{"indexedAttributes":["a"],"sqlText":"off"}');
    const parsed = parseTranslateArguments(['--index', 'b', '--config', path]);
    expect(parsed).toEqual({ help: false, explain: false, options: { indexedAttributes: ['b'], sqlText: 'off' } });
  });

  it.each([
    { content: '[]', message: 'expected a JSON object' },
    { content: 'null', message: 'expected a JSON object' },
    { content: '{', message: 'JSON' },
    { content: '{"indexAll":true}', message: 'unknown member "indexAll"; known are indexAllAttributes,' },
    { content: '{"redact":"url"}', message: 'unknown member "redact"' },
    { content: '{"__proto__":{}}', message: 'unknown member "__proto__"' },
    { content: '{"indexAllAttributes":"yes"}', message: 'expected true or false in "indexAllAttributes"' },
    { content: '{"indexedAttributes":"a,b"}', message: 'expected a list of texts in "indexedAttributes"' },
    { content: '{"logGroupNames":[1]}', message: 'expected a list of texts in "logGroupNames"' },
    { content: '{"annotationAliases":["a=b"]}', message: 'expected an object of texts in "annotationAliases"' },
    { content: '{"annotationAliases":{"a":1}}', message: 'expected an object of texts in "annotationAliases"' },
    { content: '{"sqlText":true}', message: 'expected sanitized or asIs or off in "sqlText"' },
    { content: '{"lambdaRoot":"none"}', message: 'expected subsegment or segment in "lambdaRoot"' },
  ])('is refused for $content', ({ content, message }) => {
    const path = write(content);
    expect(() => parseTranslateArguments(['--config', path])).toThrow(UsageError);
    expect(() => parseTranslateArguments(['--config', path])).toThrow(message);
  });

  it('is refused if it cannot be read', () => {
    const path = join(folder, 'missing.json');
    expect(() => parseTranslateArguments(['--config', path])).toThrow(UsageError);
    expect(() => parseTranslateArguments(['--config', path])).toThrow('ENOENT');
  });
});
