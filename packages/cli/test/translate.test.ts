import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { translate, spansFromOtlp } from '@otel-xray/segments';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { runCommand, startCommand } from './run-command.ts';
import { lineOf, requestOf, spanIdOf, spanOf, traceId, xrayTraceId } from './requests.ts';

interface Document {
  readonly id: string;
  readonly trace_id: string;
  readonly annotations?: object;
}

function documentsIn(stdout: string): Document[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Document);
}

const idsIn = (stdout: string): string[] => documentsIn(stdout).map(({ id }) => id);

const good = (n: number): string => lineOf(spanOf({ spanId: spanIdOf(n) }));

test('prints the documents of each line, one a line', async () => {
  const requests = [requestOf(spanOf({ spanId: spanIdOf(1) }), spanOf({ spanId: spanIdOf(2) })), requestOf(spanOf())];
  const input = requests.map((request) => `${JSON.stringify(request)}\n`).join('');
  const { code, stdout, stderr } = await runCommand(['translate'], input);
  const expected = requests.flatMap((request) =>
    [...spansFromOtlp(request)].flatMap((span) => {
      const translation = translate(span);
      return translation.ok ? translation.documents : [];
    }),
  );
  expect(expected.length).toBeGreaterThanOrEqual(3);
  expect(documentsIn(stdout)).toEqual(JSON.parse(JSON.stringify(expected)));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('begins each document with id and trace_id, as it would go to the daemon', async () => {
  const { stdout } = await runCommand(['translate'], good(1));
  expect(stdout).toMatch(`{"id":"${spanIdOf(1)}","trace_id":"${xrayTraceId}",`);
});

test('prints nothing for no input', async () => {
  expect(await runCommand(['translate'], '')).toEqual({ code: 0, stdout: '', stderr: '' });
});

describe('reads', () => {
  const pretty = (n: number, indent: string | number): string =>
    JSON.stringify(requestOf(spanOf({ spanId: spanIdOf(n) })), null, indent);

  it.each([
    { what: 'one pretty-printed object', input: `${pretty(1, 2)}\n`, ids: [1] },
    { what: 'several, with tabs', input: `${pretty(1, '\t')}\n${pretty(2, '\t')}`, ids: [1, 2] },
    { what: 'lines around one', input: `${good(1)}${pretty(2, 4)}\n${good(3)}`, ids: [1, 2, 3] },
    { what: 'one without indentation', input: pretty(1, 2).replaceAll(/\n +/g, '\n'), ids: [1] },
    { what: 'CRLF line ends', input: `${good(1)}${pretty(2, 2)}\n`.replaceAll('\n', '\r\n'), ids: [1, 2] },
    { what: 'a byte order mark', input: `\ufeff${good(1)}`, ids: [1] },
    { what: 'marks inside, as joined files have', input: `\ufeff${good(1)}\ufeff${good(2)}`, ids: [1, 2] },
    { what: 'blank lines', input: `\n  \n${good(1)}\r\n\n${good(2)}\n`, ids: [1, 2] },
    { what: 'a last line without line feed', input: good(1).trimEnd(), ids: [1] },
    { what: 'requests without spans', input: `{}\n{"resourceSpans":[]}\n${good(1)}`, ids: [1] },
  ])('$what', async ({ input, ids }) => {
    const { code, stdout, stderr } = await runCommand(['translate'], input);
    expect(idsIn(stdout)).toEqual(ids.map(spanIdOf));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('says what it leaves out, goes on, and exits with 1', () => {
  const at = '/resourceSpans/0/scopeSpans/0/spans/0';
  it.each([
    { what: 'no JSON', bad: 'oops\n', message: `line 2: not JSON: Unexpected token 'o', "oops"` },
    {
      what: 'broken JSON',
      bad: '{"resourceSpans":[}\n',
      message: `line 2: not JSON: Unexpected token '}', "{"resourceSpans":[}"`,
    },
    {
      what: 'a line that was broken off in a text',
      bad: '{"resourceSpans":[{"resource":{"attri\n',
      message: 'line 2: not JSON at column 38: Unterminated string',
    },
    {
      what: 'a line that was broken off between two members',
      bad: '{"resourceSpans":[{"resource":\n',
      message: 'line 2: not JSON: the object that begins here has no end',
    },
    {
      what: 'a mistake in a pretty-printed object',
      bad: '{\n  "resourceSpans": [\n  ] oops\n}\n',
      message: `line 4: not JSON at column 5: Expected ',' or '}' after property value`,
    },
    {
      what: 'another signal',
      bad: '{"resourceLogs":[]}\n',
      message:
        'line 2: no trace export request: expected an object with a list "resourceSpans", found an object with "resourceLogs"',
    },
    {
      what: 'a malformed span',
      bad: lineOf(spanOf({ startTimeUnixNano: 'now' })),
      message: `line 2: left out: ${at}/startTimeUnixNano: expected nanoseconds since the epoch, as digits, found the text "now"`,
    },
    {
      what: 'an invalid trace id',
      bad: lineOf(spanOf({ traceId: '' })),
      message: `line 2: no document for span "GET /orders" (trace id "${'0'.repeat(32)}", span id "00f067aa0ba902b7"): a trace id is 32 hex digits, not all zero`,
    },
    {
      what: 'an invalid span id, with a name that is not for a terminal',
      bad: lineOf(spanOf({ spanId: 'xyz', name: `\u001b[31m\u009b${'n'.repeat(1000)}` })),
      message: `line 2: no document for span "\\u001b[31m ${'n'.repeat(54)}…" (trace id "${traceId}", span id "xyz"): a span id is 16 hex digits, not all zero`,
    },
  ])('$what', async ({ bad, message }) => {
    const { code, stdout, stderr } = await runCommand(['translate'], `${good(1)}${bad}${good(3)}`);
    expect(idsIn(stdout)).toEqual([spanIdOf(1), spanIdOf(3)]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `otel-xray: ${message}\n` });
  });

  it('a file that ends in the middle of an object', async () => {
    const { code, stdout, stderr } = await runCommand(['translate'], `${good(1)}{\n  "resourceSpans": [\n`);
    expect(idsIn(stdout)).toEqual([spanIdOf(1)]);
    expect(stderr).toBe('otel-xray: line 2: not JSON: the object that begins here has no end\n');
    expect(code).toBe(1);
  });

  it('each of several', async () => {
    const input = `oops\n${good(2)}[1]\n{"a":1}\n${good(5)}`;
    const { code, stdout, stderr } = await runCommand(['translate'], input);
    expect(idsIn(stdout)).toEqual([spanIdOf(2), spanIdOf(5)]);
    expect(stderr.match(/line \d+/g)).toEqual(['line 1', 'line 3', 'line 4']);
    expect(code).toBe(1);
  });

  it('a bad attribute, but not its span', async () => {
    const attributes = [{ key: 'tries', value: { intValue: 'many' } }];
    const { code, stdout, stderr } = await runCommand(['translate'], lineOf(spanOf({ attributes })));
    expect(documentsIn(stdout)).toHaveLength(1);
    expect(stderr).toMatch(`line 1: left out: ${at}/attributes/0/value/intValue: expected a whole number`);
    expect(code).toBe(1);
  });
});

describe('with settings', () => {
  let folder: string;
  let config: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'otel-xray-cli-'));
    config = join(folder, 'otel-xray.json');
    writeFileSync(
      config,
      JSON.stringify({ indexedAttributes: ['app.plan'], annotationAliases: { 'app.tenant': 'tenant' } }),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const attributes = [
    { key: 'app.tenant', value: { stringValue: 'acme' } },
    { key: 'app.plan', value: { stringValue: 'gold' } },
  ];
  const all = { 'app.plan': 'gold', 'app.tenant': 'acme' };
  it.each([
    { args: () => [], annotations: undefined, why: 'nothing is indexed by default' },
    { args: () => ['--index', 'app.plan'], annotations: { 'app.plan': 'gold' }, why: 'a key' },
    { args: () => ['--index', 'app.*'], annotations: all, why: 'a pattern' },
    { args: () => ['--index-all'], annotations: { ...all, 'otel.resource.service.name': 'orders' }, why: 'all' },
    { args: () => ['--alias', 'app.tenant=tenant'], annotations: { tenant: 'acme' }, why: 'an alias' },
    { args: () => ['--config', config], annotations: { 'app.plan': 'gold', tenant: 'acme' }, why: 'from the file' },
    { args: () => ['--config', config, '--index', 'other'], annotations: { tenant: 'acme' }, why: 'a flag wins' },
  ])('indexes $annotations ($why)', async ({ args, annotations }) => {
    const { code, stdout } = await runCommand(['translate', ...args()], lineOf(spanOf({ attributes })));
    expect(documentsIn(stdout).map((document) => document.annotations)).toEqual([annotations]);
    expect(code).toBe(0);
  });

  it('refuses wrong arguments with exit code 2, before it reads anything', async () => {
    const { code, stdout, stderr } = await runCommand(['translate', '--sql-text', 'on'], good(1));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe('otel-xray: --sql-text on: expected sanitized or asIs or off\n');
  });

  it('says that it reads no files', async () => {
    const { code, stderr } = await runCommand(['translate', 'spans.jsonl']);
    expect(stderr).toBe('otel-xray: translate reads standard input: otel-xray translate < spans.jsonl\n');
    expect(code).toBe(2);
  });
});

test('ends quietly when nobody reads on, as after `| head`', async () => {
  const child = startCommand(['translate']);
  const stderr = text(child.stderr);
  child.stdin.on('error', () => {});
  const closed = once(child, 'close');
  // Far more than a pipe holds: the command must meet the closed end.
  child.stdin.end(good(1).repeat(20_000));
  await once(child.stdout, 'data');
  child.stdout.destroy();
  expect(await closed).toEqual([0, null]);
  expect(await stderr).toBe('');
});

test('prints a document as soon as its line is there', async () => {
  const child = startCommand(['translate']);
  child.stdin.write(good(1));
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  expect(idsIn(first.toString())).toEqual([spanIdOf(1)]);
  const closed = once(child, 'close');
  child.stdin.end();
  expect(await closed).toEqual([0, null]);
});

test('prints its help', async () => {
  const { code, stdout, stderr } = await runCommand(['translate', '--help']);
  expect(stdout).toMatch(/^Usage: otel-xray translate/);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
