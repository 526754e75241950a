import { withDeadline } from '../deadline.ts';
import { XRayExportError } from '../errors.ts';
import type { Sender, SendOutcome } from '../sender.ts';
import { toClosedOutcome } from './udp-outcome.ts';

/** How long `forceFlush` and `shutdown` wait for a stream that does not take what it is given. */
const FLUSH_DEADLINE_MILLIS = 5_000;
/** Bytes that may wait for a stream that is slower than the app; what comes on top fails at once. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;
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
 * The stream stays the app's: `shutdown` does not end it. A stream that is closed or full makes the send fail, and nothing else.
 *
 * @example
 * new XRaySpanExporter({ sender: createConsoleSender() });
 */
export function createConsoleSender({ stream = process.stdout }: ConsoleSenderOptions = {}): Sender {
  return new ConsoleSender(stream);
}

class ConsoleSender implements Sender {
  readonly #stream: NodeJS.WritableStream;
  readonly #pending = new Set<Promise<SendOutcome>>();
  readonly #stats = { documents: 0, bytes: 0 };
  /** What fails the writes under way, and some that have ended just now. */
  readonly #failing = new Set<(error: Error) => void>();
  readonly #onError = (error: Error): void => {
    for (const fail of this.#failing) fail(error);
  };
  #waitingBytes = 0;
  #isClosed = false;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
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

  shutdown(): Promise<void> {
    this.#isClosed = true;
    return this.forceFlush();
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
    if (this.#waitingBytes > 0 && this.#waitingBytes + lines.length > MAX_WAITING_BYTES) {
      throw new XRayExportError('too many bytes wait for the stream');
    }
    this.#waitingBytes += lines.length;
    try {
      await this.#writeAll(lines);
    } finally {
      this.#waitingBytes -= lines.length;
    }
  }

  /** Resolves when the stream has taken everything; its `error` event is heard meanwhile, so that it ends no process. */
  #writeAll(bytes: Buffer): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      // One listener for all writes that overlap: of more than ten, Node warns as of a leak.
      if (this.#failing.size === 0) this.#stream.on('error', this.#onError);
      this.#failing.add(reject);
      // An error's event comes in the turn after its callback: the listener stays for it.
      const release = (): void => void setImmediate(() => this.#release(reject)).unref();
      try {
        this.#stream.write(bytes, (error) => {
          release();
          if (error) reject(error);
          else resolve();
        });
      } catch (error) {
        release();
        reject(error as Error);
      }
    });
  }

  #release(failing: (error: Error) => void): void {
    this.#failing.delete(failing);
    if (this.#failing.size === 0) this.#stream.removeListener('error', this.#onError);
  }
}

const NEW_LINE = Buffer.from('\n');

function withoutHeaderLine(datagram: Buffer): Buffer {
  return datagram.subarray(datagram.indexOf(LINE_FEED) + 1);
}
