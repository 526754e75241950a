import type { Writable } from 'node:stream';
import { CommandError, OutputClosedError } from './errors.ts';
import { messageOf } from './streams.ts';

const FULL_BYTES = 64 * 1024;
const CLOSED = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

/**
 * Lines on their way to standard output. They are collected, since one write per line would cost more than the line,
 * and a write is waited for, so that a slow reader slows the work down and memory stays as it is.
 */
export class Output {
  readonly #stream: Writable;
  #lines: string[] = [];
  #chars = 0;

  constructor(stream: Writable) {
    this.#stream = stream;
    // Each write learns of its own failure; the event that comes besides would end the process.
    stream.on('error', () => {});
  }

  /** Whether enough is collected that it should be flushed before more is added. */
  get isFull(): boolean {
    return this.#chars >= FULL_BYTES;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#chars += line.length;
  }

  /**
   * Resolves when everything added so far was taken.
   *
   * @throws OutputClosedError when nobody reads any more; CommandError when writing fails for another reason.
   */
  async flush(): Promise<void> {
    if (this.#lines.length === 0) return;
    const text = `${this.#lines.join('\n')}\n`;
    this.#lines = [];
    this.#chars = 0;
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(text, (error) => (error ? reject(toCommandError(error)) : resolve()));
    });
  }
}

function toCommandError(error: NodeJS.ErrnoException): CommandError {
  if (CLOSED.has(error.code ?? '')) return new OutputClosedError(error);
  return new CommandError(`cannot write to standard output: ${messageOf(error)}`, { exitCode: 1, cause: error });
}
