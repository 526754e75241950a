import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order, Report } from './messages.ts';

const PROGRAM = fileURLToPath(new URL('receiver.ts', import.meta.url));

/** The receiver, in a process of its own. Must be closed. */
export class ReceiverProcess {
  readonly #child: ChildProcess = fork(PROGRAM);
  readonly #end: Promise<unknown[]> = once(this.#child, 'exit');

  /** Tells it what to do, and gives what has arrived since it was last told anything. */
  async tell(order: Order): Promise<Report> {
    const answer = new Promise<Report>((resolve) => this.#child.once('message', (report) => resolve(report as Report)));
    this.#child.send(order);
    return Promise.race([answer, this.#failAtEnd()]);
  }

  async close(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#end;
  }

  async #failAtEnd(): Promise<never> {
    const [code] = await this.#end;
    throw new Error(`the receiver ended with ${String(code)}`);
  }
}
