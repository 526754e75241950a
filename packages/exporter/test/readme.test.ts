import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createReceiver } from './receiver.ts';

interface Program {
  readonly title: string;
  readonly code: string;
  readonly prints: string;
}

/** The programs of the README, each with the text block under it, which is what it prints. */
function readPrograms(): readonly Program[] {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  return readme.split(/^##+ /m).flatMap((section) => {
    const [title = ''] = section.split('\n', 1);
    const code = /^```js\n(.*?)^```$/ms.exec(section)?.[1];
    const prints = /^```text\n(.*?)^```$/ms.exec(section)?.[1];
    return code === undefined || prints === undefined ? [] : [{ title, code, prints }];
  });
}

interface Run {
  readonly printed: string;
  /** What ended it, if it did not end by itself. */
  readonly signal: string | null;
  readonly received: readonly string[];
}

/** Runs a program where its SDK is installed, with a daemon to send to. */
async function run(code: string): Promise<Run> {
  const line = code.includes('sdk-trace-base') ? 'sdk2' : 'sdk3';
  const cwd = fileURLToPath(new URL(`../../../test/${line}`, import.meta.url));
  const receiver = await createReceiver();
  try {
    const env = { ...process.env, AWS_XRAY_DAEMON_ADDRESS: receiver.address };
    const args = ['-C', 'source', '--input-type=module', '--eval', code];
    const { stdout, signal } = await promisify(execFile)(process.execPath, args, { cwd, env }).then(
      (ended) => ({ ...ended, signal: null }),
      (error: { stdout: string; signal: string | null }) => {
        if (error.signal === null) throw error;
        return error;
      },
    );
    return { printed: stdout, signal, received: await receiver.received() };
  } finally {
    await receiver.close();
  }
}

describe('README', () => {
  const programs = readPrograms();

  it('has its programs', () => {
    expect(programs.map(({ title }) => title)).toEqual([
      'The smallest program',
      'On SDK 2.x',
      'Open the socket early',
      'A sender of your own',
      'To standard output, and to more than one place',
      'Segments in progress',
    ]);
  });

  it.each(programs)('prints what it says it prints, and ends by itself: $title', async ({ code, prints }) => {
    expect((await run(code)).printed).toBe(prints);
  });

  it('sends the datagram that the smallest program is said to send', async () => {
    const { received } = await run(programs[0]?.code ?? '');
    expect(received).toEqual([
      expect.stringMatching(
        /^\{"format":"json","version":1\}\n\{"id":"[0-9a-f]{16}","trace_id":"1-[0-9a-f]{8}-[0-9a-f]{24}","name":"checkout","start_time":/,
      ),
    ]);
  });

  it('leaves the trace in progress of a process that is killed as soon as its span has started', async () => {
    const code = programs.find(({ title }) => title === 'Segments in progress')?.code ?? '';
    const { signal, received } = await run(code.replace('span.end();', "process.kill(process.pid, 'SIGKILL');"));
    expect(signal).toBe('SIGKILL');
    expect(received).toEqual([expect.stringMatching(/"name":"checkout".*"in_progress":true/)]);
  });
});
