import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createReceiver } from '../receiver.ts';

const packageFolder = fileURLToPath(new URL('../..', import.meta.url));

const PROGRAM = `
  import { closeSync, openSync } from 'node:fs';
  import { DaemonUdpSender } from './src/senders/udp.ts';

  const said = [];
  const log = { warn: (cause) => said.push(cause), error: (cause) => said.push(cause) };
  const clock = { millis: 0 };
  const endpoint = { host: '127.0.0.1', port: Number(process.env.PORT) };
  const sender = new DaemonUdpSender({ endpoint, log, edges: { nowMillis: () => clock.millis } });

  const taken = [];
  try {
    while (true) taken.push(openSync('/dev/null'));
  } catch {
    // That was the last one.
  }
  const without = await sender.send([Buffer.from('a')]);
  for (const descriptor of taken) closeSync(descriptor);
  clock.millis = 1_000;
  const within = await sender.send([Buffer.from('b')]);
  console.log(JSON.stringify({ without: String(without.error), within, said }));
`;

describe('a process without a free file descriptor', () => {
  it.skipIf(process.platform === 'win32')('fails to send at once, and sends when there is one again', async () => {
    const receiver = await createReceiver();
    const args = ['-C', 'source', '--input-type=module', '--eval', PROGRAM];
    const { stdout } = await promisify(execFile)(
      'sh',
      ['-c', 'ulimit -n 64 && exec "$0" "$@"', process.execPath, ...args],
      { cwd: packageFolder, env: { ...process.env, PORT: String(receiver.port) }, timeout: 10_000 },
    );
    expect(JSON.parse(stdout)).toEqual({
      without: `XRayExportError: no way to ${receiver.address} (EMFILE)`,
      within: { status: 'sent' },
      said: ['EMFILE'],
    });
    expect(await receiver.received()).toEqual(['b']);
    await receiver.close();
  });
});
