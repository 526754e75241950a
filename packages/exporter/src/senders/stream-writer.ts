import type { Writable } from 'node:stream';
import { XRayExportError } from '../errors.ts';

/** One write that the stream has not answered. */
interface Write {
  readonly bytes: number;
  readonly fail: (error: Error) => void;
}

/** Writes to a stream, and answers for each write: also where the stream calls nothing back, but reports an error or closes. */
export class StreamWriter {
  readonly #stream: NodeJS.WritableStream;
  readonly #writes = new Set<Write>();
  readonly #onError = (error: Error): void => this.#failAll(error);
  readonly #onClose = (): void => {
    this.#failAll(new XRayExportError('the stream was closed'));
    this.#restSoon();
  };
  #isAttentive: boolean;
  #isListening = false;
  #unansweredBytes = 0;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
    // An error that nobody hears ends the process. The process's own streams have their errors in their writes: those of
    // the app are its own, and so is whether it ends.
    this.#isAttentive = stream !== process.stdout && stream !== process.stderr;
    if (this.#isAttentive) this.#listen();
  }

  /** Bytes that the stream has not taken yet. What it took while `write` ran does not wait, though its word comes later. */
  get waitingBytes(): number {
    const { writableLength = Infinity, writableObjectMode } = this.#stream as NodeJS.WritableStream & {
      readonly writableLength?: number;
      readonly writableObjectMode?: boolean;
    };
    return writableObjectMode === true ? this.#unansweredBytes : Math.min(this.#unansweredBytes, writableLength);
  }

  /** Resolves when the stream has taken the bytes, and rejects with what it reports instead. */
  write(bytes: Buffer): Promise<void> {
    this.#listen();
    return new Promise<void>((resolve, reject) => {
      const write: Write = { bytes: bytes.length, fail: reject };
      this.#writes.add(write);
      this.#unansweredBytes += write.bytes;
      const settle = (error?: Error | null): void => {
        this.#settle(write);
        if (error) reject(error);
        else resolve();
      };
      try {
        this.#stream.write(bytes, settle);
      } catch (error) {
        settle(error as Error);
      }
    });
  }

  /** Hears the stream only until the last write is answered. */
  close(): void {
    this.#isAttentive = false;
    this.#restSoon();
  }

  // One listener for all writes that overlap: of more than ten, Node warns as of a leak.
  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    this.#stream.on('error', this.#onError).on('close', this.#onClose);
  }

  #failAll(error: Error): void {
    for (const write of this.#writes) {
      this.#settle(write);
      write.fail(error);
    }
  }

  #settle(write: Write): void {
    if (!this.#writes.delete(write)) return;
    this.#unansweredBytes -= write.bytes;
    this.#restSoon();
  }

  /** An error's event comes in the turn after its callback, and that of a file when the file is closed: the listener stays for it. */
  #restSoon(): void {
    if (!this.#mayRest()) return;
    setImmediate(() => {
      if (!this.#mayRest()) return;
      this.#isListening = false;
      this.#stream.removeListener('error', this.#onError).removeListener('close', this.#onClose);
    }).unref();
  }

  #mayRest(): boolean {
    const { errored, closed } = this.#stream as NodeJS.WritableStream & Pick<Writable, 'errored' | 'closed'>;
    const isFailing = errored instanceof Error && !closed;
    return !this.#isAttentive && this.#writes.size === 0 && !isFailing;
  }
}
