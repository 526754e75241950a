import { once } from 'node:events';
import { describe, expect, it, test } from 'vitest';
import { lineOf, spanOf, xrayTraceId } from './requests.ts';
import { runCommand, startCommand } from './run-command.ts';

const good = { id: '00f067aa0ba902b7', trace_id: xrayTraceId, name: 'orders', start_time: 1, end_time: 2 };
const rejected = { ...good, id: '00f067aa0ba902b8', name: 'orders?' };
const dropped = { ...good, id: '00f067aa0ba902b9', annotations: { 'a-b': 1 } };
const wrong = { ...good, id: '00f067aa0ba902ba', end_time: 0 };
const advice = { ...good, id: '00f067aa0ba902bb', name: 'orders ' };

const jsonl = (...documents: readonly unknown[]): string => documents.map((one) => `${JSON.stringify(one)}\n`).join('');

interface Printed {
  readonly line: number;
  readonly rule: string;
  readonly pointer: string;
}

async function lint(input: string, ...args: readonly string[]): Promise<{ code: number | null; findings: string[] }> {
  const { code, stdout, stderr } = await runCommand(['lint', '--format', 'json', ...args], input);
  expect(stderr).toBe('');
  const findings = stdout.split('\n').slice(0, -1);
  return {
    code,
    findings: findings.map((text) => {
      const { line, rule, pointer } = JSON.parse(text) as Printed;
      return `${line} ${rule} ${pointer}`;
    }),
  };
}

test('says that nothing is wrong', async () => {
  const { code, stdout, stderr } = await runCommand(['lint'], jsonl(good));
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '1 document: no findings\n', stderr: '' });
});

test('prints a finding a line, with the line of its document, and a summary', async () => {
  const { code, stdout } = await runCommand(['lint'], jsonl(good, rejected, advice, wrong));
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(
      /^line 2: rejected name-characters \/name: X-Ray takes no "\?" in a name: .* \[X-Ray API, .*\]$/,
    ),
    expect.stringMatching(/^line 3: advice name-spaces \/name: /),
    expect.stringMatching(/^line 4: wrong end-before-start \/end_time: /),
    '4 documents: 1 rejected, 1 wrong, 1 advice',
    '',
  ]);
  expect(code).toBe(1);
});

describe('judges', () => {
  it.each([
    {
      what: 'a pretty-printed document',
      input: `\n${JSON.stringify(rejected, null, 2)}\n`,
      findings: ['2 name-characters /name'],
    },
    { what: 'what is no document', input: '7\n', findings: ['1 no-document '] },
    {
      what: 'each trace at the end',
      input: jsonl(good, rejected, good),
      findings: ['2 name-characters /name', '3 trace-duplicate-id /id'],
    },
  ])('$what', async ({ input, findings }) => {
    expect(await lint(input)).toEqual({ code: 1, findings });
  });

  const below = jsonl({ ...good, type: 'subsegment', parent_id: '53995c3f42cd8ad8' });
  it.each([
    { what: 'as advice that the parent is unseen', args: [], findings: ['1 unseen-parent /parent_id'] },
    { what: 'as right below a parent that was named', args: ['--root-parent', '53995c3f42cd8ad8'], findings: [] },
  ])('subsegments alone $what', async ({ args, findings }) => {
    expect(await lint(below, ...args)).toEqual({ code: 0, findings });
  });

  it('the documents of OTLP lines', async () => {
    const input = `${lineOf(spanOf())}${lineOf(spanOf({ endTimeUnixNano: '1726531100000000000', spanId: '00f067aa0ba902b8' }))}`;
    expect(await lint(input, '--from', 'otlp')).toEqual({ code: 1, findings: ['2 end-before-start /end_time'] });
  });
});

describe('fails for findings as grave as --fail-on', () => {
  const codes = { rejected, dropped, wrong, advice };
  it.each([
    { failOn: [], fails: ['rejected', 'dropped', 'wrong'] },
    { failOn: ['--fail-on', 'rejected'], fails: ['rejected'] },
    { failOn: ['--fail-on', 'dropped'], fails: ['rejected', 'dropped'] },
    { failOn: ['--fail-on', 'advice'], fails: ['rejected', 'dropped', 'wrong', 'advice'] },
  ])('$failOn', async ({ failOn, fails }) => {
    const runs = Object.entries(codes).map(async ([severity, document]) => {
      const { code } = await runCommand(['lint', ...failOn], jsonl(document));
      return code === 1 ? [severity] : [];
    });
    expect((await Promise.all(runs)).flat()).toEqual(fails);
  });
});

test('prints annotations for GitHub, that say where', async () => {
  const percent = { ...advice, user: 'u'.repeat(251), name: '50% ' };
  const args = ['lint', '--format', 'github', '--file', 'a,b:c.jsonl'];
  const { stdout } = await runCommand(args, jsonl(wrong, percent, { ...good, '%\n': 1 }));
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(/^::warning file=a%2Cb%3Ac.jsonl,line=1,title=wrong%3A end-before-start::\/end_time: ends/),
    expect.stringMatching(/^::notice .*line=2,title=advice%3A name-spaces::\/name: /),
    expect.stringMatching(/^::error .*line=2,title=dropped%3A text-length::\/user: /),
    expect.stringMatching(/^::notice .*line=3,title=advice%3A unknown-member::\/%25 : X-Ray knows no member "%25\\n"/),
    '',
  ]);
});

test('goes on behind what it cannot read, says so, and exits with 1', async () => {
  const { code, stdout, stderr } = await runCommand(['lint'], `${jsonl(good)}oops\n${jsonl(advice)}`);
  expect(stderr).toBe(`otel-xray: line 2: not JSON: Unexpected token 'o', "oops"\n`);
  expect(stdout).toMatch(/^line 3: advice name-spaces.*\n2 documents: 1 advice\n$/);
  expect(code).toBe(1);
});

test('fails when nobody reads the findings to their end, as after `| head`', async () => {
  const child = startCommand(['lint']);
  child.stdin.on('error', () => {});
  const closed = once(child, 'close');
  // Far more findings than a pipe holds: the command must meet the closed end.
  child.stdin.end(jsonl(rejected).repeat(20_000));
  await once(child.stdout, 'data');
  child.stdout.destroy();
  expect(await closed).toEqual([1, null]);
});

it.each([
  { args: ['--format', 'xml'], message: '--format xml: expected text or json or github' },
  { args: ['--fail-on', 'error'], message: '--fail-on error: expected rejected or dropped or wrong or advice' },
  { args: ['--from', 'csv'], message: '--from csv: expected documents or otlp' },
  {
    args: ['--root-parent', 'nonsense'],
    message: '--root-parent: expected 16 hexadecimal digits, found "nonsense"',
  },
  { args: ['--strict'], message: "lint: Unknown option '--strict'" },
  { args: ['documents.jsonl'], message: 'lint reads standard input: otel-xray lint < documents.jsonl' },
])('exits with 2 for $args', async ({ args, message }) => {
  const { code, stdout, stderr } = await runCommand(['lint', ...args], jsonl(good));
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `otel-xray: ${message}\n` });
});

test('prints its help', async () => {
  const { code, stdout } = await runCommand(['lint', '--help']);
  expect(stdout).toMatch(/^Usage: otel-xray lint/);
  expect(code).toBe(0);
});
