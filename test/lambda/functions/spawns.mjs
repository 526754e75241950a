import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

const SAY = `require('node:fs').writeSync(1, JSON.stringify({ handler: process.env._HANDLER ?? null, answer: 6 * 7 }))`;

/** Work in another process and in another thread, both of which load what NODE_OPTIONS says. */
export const handler = async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', SAY]);
  const worker = new Worker(`require('node:worker_threads').parentPort.postMessage(process.env._HANDLER)`, {
    eval: true,
  });
  const [[workerHandler], [code]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  return { child: JSON.parse(stdout), stderr, workerHandler, code };
};
