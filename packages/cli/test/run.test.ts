import { readFileSync } from 'node:fs';
import { PassThrough, Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { run } from '../src/run.ts';
import { lineOf, spanOf } from './requests.ts';
import { runCommand } from './run-command.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

it.each([['--help'], ['-h']])('prints the commands for %s', async (flag) => {
  const { code, stdout, stderr } = await runCommand([flag]);
  expect(stdout).toMatch(/^Usage: otel-xray COMMAND/);
  expect(stdout.match(/^ {2}[a-z]+/gm)).toEqual(['  translate', '  lint']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it.each([['--version'], ['-v']])('prints the version for %s', async (flag) => {
  expect(await runCommand([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

it.each([
  { args: [], message: 'expected a command: translate, lint' },
  { args: ['tranlsate'], message: 'unknown command tranlsate: expected translate, lint' },
  { args: ['--verbose'], message: 'unknown command --verbose: expected translate, lint' },
  { args: ['translate', '--idnex', 'a'], message: "translate: Unknown option '--idnex'" },
])('exits with 2 for $args', async ({ args, message }) => {
  const { code, stdout, stderr } = await runCommand(args);
  expect(stderr).toMatch(`otel-xray: ${message}`);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

it.each([
  { what: 'reading fails', failing: 'stdin', message: 'cannot read standard input: EIO' },
  { what: 'writing fails', failing: 'stdout', message: 'cannot write to standard output: ENOSPC' },
])('exits with 1 and says why when $what', async ({ failing, message }) => {
  const stderr = new PassThrough();
  const code = await run(['translate'], {
    stdin: failing === 'stdin' ? brokenInput() : Readable.from([Buffer.from(lineOf(spanOf()))]),
    stdout: failing === 'stdout' ? brokenOutput() : new PassThrough(),
    stderr,
  });
  expect(code).toBe(1);
  expect(await text(stderr.end())).toBe(`otel-xray: ${message}\n`);
});

function brokenInput(): Readable {
  return new Readable({
    read(): void {
      this.destroy(new Error('EIO'));
    },
  });
}

function brokenOutput(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done(new Error('ENOSPC')) });
}
