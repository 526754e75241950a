import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createReceiver } from './receiver.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

// `node:dgram` and what it pulls in cost more than the rest of a cold start; `node:dns` is for host names alone.
const PROGRAM = `
  import { createUdpSender, XRaySpanExporter } from '@otel-xray/exporter';
  const loaded = () => process.moduleLoadList.filter((name) => /^NativeModule (dgram|dns|crypto|http)$/.test(name));
  new XRaySpanExporter();
  const sender = createUdpSender();
  const made = loaded();
  await sender.send([Buffer.from('a')]);
  console.log(JSON.stringify({ made, sent: loaded() }));
`;

describe('start-up', () => {
  it('loads no socket before the first send, no resolver for an address, and lets the process end', async () => {
    const receiver = await createReceiver();
    const env = { ...process.env, AWS_XRAY_DAEMON_ADDRESS: receiver.address };
    const args = ['-C', 'source', '--input-type=module', '--eval', PROGRAM];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: packageFolder, env, timeout: 10_000 });
    expect(JSON.parse(stdout)).toEqual({ made: [], sent: ['NativeModule dgram'] });
    expect(await receiver.received()).toEqual(['a']);
    await receiver.close();
  });
});
