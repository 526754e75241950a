import { withDeadline } from '../deadline.ts';
import { XRayExportError } from '../errors.ts';
import type { Sender, SendOutcome } from '../sender.ts';
import { toClosedOutcome } from './udp-outcome.ts';

/** How long `forceFlush` and `shutdown` wait for a stream that does not take what it is given. */
const FLUSH_DEADLINE_MILLIS = 5_000;
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
    const lines = Buffer.concat(datagrams.flatMap((datagram) => [withoutHeaderLine(datagram), NEW_LINE]));
    try {
      await writeAll(this.#stream, lines);
      this.#stats.documents += datagrams.length;
      this.#stats.bytes += lines.length;
      return { status: 'sent' };
    } catch (cause) {
      return { status: 'failed', error: new XRayExportError('the stream took nothing', { cause }) };
    }
  }
}

const NEW_LINE = Buffer.from('\n');

function withoutHeaderLine(datagram: Buffer): Buffer {
  return datagram.subarray(datagram.indexOf(LINE_FEED) + 1);
}

/** Resolves when the stream has taken everything; its `error` event is heard here, so that it ends no process. */
function writeAll(stream: NodeJS.WritableStream, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.write(bytes, (error) => {
      // An error's event comes in the turn after its callback: the listener stays for it.
      setImmediate(() => stream.removeListener('error', reject)).unref();
      if (error) reject(error);
      else resolve();
    });
  });
}
