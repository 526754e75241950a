import { describe, expect, it, test } from 'vitest';
import { lineOf, spanIdOf, spanOf, traceId } from './requests.ts';
import { runCommand } from './run-command.ts';

const text = (key: string, value: string): object => ({ key, value: { stringValue: value } });

async function explained(members: object, args: readonly string[] = []): Promise<string> {
  const { code, stdout, stderr } = await runCommand(['translate', '--explain', ...args], lineOf(spanOf(members)));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('translate --explain', () => {
  it('heads each span with its name and ids, and each document with its own', async () => {
    const stdout = await explained({ kind: 3, attributes: [text('peer.service', 'billing')] });
    const heads = stdout.split('\n').filter((line) => /^ {0,2}\S/.test(line));
    expect(heads).toEqual([
      `span "GET /orders" (trace ${traceId}, span 00f067aa0ba902b7)`,
      '  subsegment "billing" (id 00f067aa0ba902b7)',
      expect.stringMatching(/^ {2}segment "orders" \(id [0-9a-f]{16}\)$/),
    ]);
    expect(stdout).toMatch(/\n\n$/);
  });

  it('tells of each member its value, what gave it and the rule', async () => {
    const attributes = [text('url.full', 'https://shop.example/a'), text('app.tenant', 'acme')];
    const stdout = await explained({ attributes });
    expect(stdout).toMatch(/^ {4}http\.request\.url +"https:\/\/shop\.example\/a" {2}← url\.full {2}\(.+\)$/m);
    expect(stdout).toMatch(/^ {4}metadata\.default\.app\.tenant +"acme" {2}← app\.tenant {2}\(.+\)$/m);
    expect(stdout).toMatch(/^ {4}aws\.xray\.auto_instrumentation +false {2}\(.+\)$/m);
  });

  it('tells what was ignored, and why', async () => {
    const attributes = [text('http.request.method', 'GET'), text('http.method', 'POST')];
    expect(await explained({ attributes })).toMatch('\n      ignored http.method: http.request.method is preferred\n');
  });

  it('tells what was done to a value', async () => {
    const attributes = [text('url.full', 'https://shop.example/?token=t0psecret')];
    const stdout = await explained({ attributes });
    expect(stdout).toMatch('\n      a secret is hidden\n');
    expect(stdout).not.toMatch('t0psecret');
  });

  it('tells which attributes stand nowhere, and notes', async () => {
    const attributes = [
      text('db.system', 'mysql'),
      text('db.statement', 'SELECT 1'),
      text('enduser.id', 'x'.repeat(300)),
    ];
    const stdout = await explained({ attributes }, ['--sql-text', 'off']);
    expect(stdout).toMatch('\n  attributes that stand nowhere\n    db.statement  the option sqlText is off\n');
    expect(stdout).toMatch('\n  notes\n    user cut: cut at 250 characters; the whole is in metadata otel.user\n');
  });

  it('takes the same settings as translating does', async () => {
    const stdout = await explained({ attributes: [text('app.tenant', 'acme')] }, ['--index', 'app.*']);
    expect(stdout).toMatch(/^ {4}annotations\.app\.tenant +"acme" {2}← app\.tenant, option:indexedAttributes/m);
  });

  it('lets no terminal obey what stands in a span', async () => {
    const stdout = await explained({ name: '\u001b[31m\u009b', attributes: [text('app.\u001b[2J', '\u009bx\u2028y')] });
    // oxlint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028]/);
    expect(stdout).toMatch('metadata.default.app. [2J');
  });
});

test('goes on after what cannot be explained, and exits with 1', async () => {
  const input = `oops\n${lineOf(spanOf({ spanId: '' }))}${lineOf(spanOf({ spanId: spanIdOf(3) }))}`;
  const { code, stdout, stderr } = await runCommand(['translate', '--explain'], input);
  expect(stdout).toMatch(`span "GET /orders" (trace ${traceId}, span ${spanIdOf(3)})`);
  expect(stderr.match(/line \d+/g)).toEqual(['line 1', 'line 2']);
  expect(code).toBe(1);
});

test('--explain is off unless it is asked for', async () => {
  const { stdout } = await runCommand(['translate'], lineOf(spanOf()));
  expect(JSON.parse(stdout)).toMatchObject({ name: 'orders' });
});
