import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ALLOCATION_FLAGS } from './measure/allocation.ts';
import type { Findings, Task } from './task.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** Far longer than any of them takes: one that hangs is to be seen as such. */
const DEADLINE_MILLIS = 90_000;

/** Performs a task in a fresh process. Rejects with what it wrote where it fails or hangs. */
export function forkTask(task: Task): Promise<Findings> {
  const flags = task.kind === 'allocation' ? ALLOCATION_FLAGS : task.kind === 'invocation' ? [] : ['--expose-gc'];
  const child = fork(WORKER, [JSON.stringify(task)], {
    execArgv: ['-C', 'source', ...flags],
    timeout: DEADLINE_MILLIS,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let findings: Findings | undefined;
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.on('message', (message) => (findings = message as Findings));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (findings !== undefined) resolve(findings);
      else reject(new Error(`${JSON.stringify(task)} ended with ${code ?? signal}\n${output}`));
    });
  });
}
