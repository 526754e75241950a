import { withDeadline } from '../deadline.ts';
import { XRayExportError } from '../errors.ts';
import type { Sender, SendOutcome } from '../sender.ts';
import { StreamWriter } from './stream-writer.ts';
import { toClosedOutcome } from './udp-outcome.ts';
import { areTooMany, FLUSH_DEADLINE_MILLIS } from './waiting.ts';

const LINE_FEED = 0x0a;

/** What the console sender writes to. */
export interface ConsoleSenderOptions {
  /** @default process.stdout */
  readonly stream?: NodeJS.WritableStream | undefined;
}

/**
 * A sender that writes each document as one line of JSON, without the daemon's header line, to standard output: in Lambda that is
 * the function's log.
 *
 * The stream stays the app's: `shutdown` does not end it. A stream that is closed or full makes the send fail, and nothing else. Until
 * `shutdown`, an `error` event of a stream other than the process's own is heard between two sends as well, and ends no process.
 *
 * @throws TypeError for a `stream` that cannot be written to.
 * @example
 * new XRaySpanExporter({ sender: createConsoleSender() });
 */
export function createConsoleSender({ stream = process.stdout }: ConsoleSenderOptions = {}): Sender {
  for (const member of ['write', 'on', 'removeListener'] as const) {
    if (typeof stream?.[member] !== 'function') throw new TypeError('stream: expected a writable stream');
  }
  return new ConsoleSender(stream);
}

class ConsoleSender implements Sender {
  readonly #writer: StreamWriter;
  readonly #pending = new Set<Promise<SendOutcome>>();
  readonly #stats = { documents: 0, bytes: 0 };
  #isClosed = false;

  constructor(stream: NodeJS.WritableStream) {
    this.#writer = new StreamWriter(stream);
  }

  send(datagrams: readonly Buffer[]): Promise<SendOutcome> {
    if (datagrams.length === 0) return Promise.resolve({ status: 'sent' });
    if (this.#isClosed) return Promise.resolve(toClosedOutcome(datagrams.length));
    const task = this.#write(datagrams).finally(() => this.#pending.delete(task));
    this.#pending.add(task);
    return task;
  }

  async forceFlush(): Promise<void> {
    try {
      await withDeadline(Promise.all(this.#pending), FLUSH_DEADLINE_MILLIS, 'the stream');
    } catch {
      // The send that waits has an outcome of its own, in time.
    }
  }

  async shutdown(): Promise<void> {
    this.#isClosed = true;
    await this.forceFlush();
    this.#writer.close();
  }

  stats(): Readonly<Record<string, number>> {
    return Object.freeze({ ...this.#stats });
  }

  async #write(datagrams: readonly Buffer[]): Promise<SendOutcome> {
    try {
      const lines = Buffer.concat(datagrams.flatMap((datagram) => [withoutHeaderLine(datagram), NEW_LINE]));
      await this.#writeInTurn(lines);
      this.#stats.documents += datagrams.length;
      this.#stats.bytes += lines.length;
      return { status: 'sent' };
    } catch (cause) {
      return { status: 'failed', error: new XRayExportError('the stream took nothing', { cause }) };
    }
  }

  async #writeInTurn(lines: Buffer): Promise<void> {
    if (areTooMany(lines.length, this.#writer.waitingBytes)) {
      throw new XRayExportError('too many bytes wait for the stream');
    }
    await this.#writer.write(lines);
  }
}

const NEW_LINE = Buffer.from('\n');

function withoutHeaderLine(datagram: Buffer): Buffer {
  return datagram.subarray(datagram.indexOf(LINE_FEED) + 1);
}
