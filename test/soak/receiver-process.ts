import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order, Report } from './messages.ts';

const PROGRAM = fileURLToPath(new URL('receiver.ts', import.meta.url));

/** The receiver, in a process of its own. Must be closed. */
export class ReceiverProcess {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(PROGRAM);
  }

  /** Tells it what to do, and gives what has arrived since it was last told anything. */
  async tell(order: Order): Promise<Report> {
    const answer = Promise.race([once(this.#child, 'message'), this.#end()]);
    this.#child.send(order);
    const [report] = (await answer) as [Report];
    return report;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const end = once(this.#child, 'exit');
    this.#child.disconnect();
    await end;
  }

  async #end(): Promise<never> {
    const [code] = (await once(this.#child, 'exit')) as [number];
    throw new Error(`the receiver ended with ${code}`);
  }
}
