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

/** Runs a program where its SDK is installed, with a daemon to send to. */
async function run(code: string): Promise<{ readonly printed: string; readonly received: readonly string[] }> {
  const line = code.includes('sdk-trace-base') ? 'sdk2' : 'sdk3';
  const cwd = fileURLToPath(new URL(`../../../test/${line}`, import.meta.url));
  const receiver = await createReceiver();
  try {
    const env = { ...process.env, AWS_XRAY_DAEMON_ADDRESS: receiver.address };
    const args = ['-C', 'source', '--input-type=module', '--eval', code];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env });
    return { printed: stdout, received: await receiver.received() };
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
});
