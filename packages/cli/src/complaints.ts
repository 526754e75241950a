import type { Writable } from 'node:stream';
import { toPrintable } from './printable.ts';

/** Messages on standard error, one a line, and their number. */
export class Complaints {
  readonly #stream: Writable;
  #count = 0;

  constructor(stream: Writable) {
    this.#stream = stream;
    // Where nobody reads them, the exit code still tells.
    stream.on('error', () => {});
  }

  get count(): number {
    return this.#count;
  }

  add(message: string): void {
    this.#count++;
    this.#stream.write(`otel-xray: ${toPrintable(message)}\n`);
  }
}
