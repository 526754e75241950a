const LINE_FEED = 0x0a;

/** A line of the input, counted from 1, without its line feed. */
export interface Line {
  readonly number: number;
  /** `undefined` for a line that was longer than the limit. */
  readonly text: string | undefined;
  /** Bytes of the line in the input. */
  readonly bytes: number;
}

/** Cuts chunks of bytes into lines of UTF-8 text. Holds at most one line, and never more of it than the limit. */
export class LineSplitter {
  readonly #maxBytes: number;
  #number = 0;
  #parts: Uint8Array[] = [];
  #bytes = 0;

  constructor({ maxBytes }: { maxBytes: number }) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that end in this chunk. Must be read to its end before the next call. */
  *push(chunk: Uint8Array): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      this.#keep(chunk.subarray(start, end));
      yield this.#take();
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  /** The last line, if the input does not end in a line feed. */
  *end(): Generator<Line> {
    if (this.#bytes > 0) yield this.#take();
  }

  #keep(part: Uint8Array): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #take(): Line {
    const isTooLong = this.#bytes > this.#maxBytes;
    const text = isTooLong ? undefined : Buffer.concat(this.#parts).toString('utf8');
    const line = { number: ++this.#number, text, bytes: this.#bytes };
    this.#parts = [];
    this.#bytes = 0;
    return line;
  }
}
