import { Writable } from 'node:stream';
import type { OpenResponse } from './api.ts';

/** Marks a handler that writes its answer instead of returning it: the value is `response`. */
const STREAMING: unique symbol = Symbol.for('aws.lambda.runtime.handler.streaming');

const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

/** What an HTTP answer begins with, and is recognised by. */
const HTTP_CONTENT_TYPE = 'application/vnd.awslambda.http-integration-response';

/** Between the head of an HTTP answer and its body. */
const DELIMITER = new Uint8Array(8);

/** What a streaming handler writes its answer to. */
export class ResponseStream extends Writable {
  readonly #response: OpenResponse;
  #isStarted = false;
  #head: string | undefined;

  constructor(response: OpenResponse) {
    super({ decodeStrings: true });
    this.#response = response;
  }

  /** @throws Error once something was written. */
  setContentType(contentType: string): void {
    if (this.#isStarted) {
      const name = 'Runtime.InvalidStreamingOperation';
      throw Object.assign(new Error('Cannot set content-type, too late.'), { name });
    }
    this.#response.request.setHeader('Content-Type', contentType);
  }

  /** Puts the head of an HTTP answer before what is written. */
  setHead(head: unknown): void {
    this.setContentType(HTTP_CONTENT_TYPE);
    this.#head = JSON.stringify(head);
  }

  // What is neither text nor bytes goes out as JSON, as it does in Lambda.
  override write(chunk: unknown, ...rest: never[]): boolean {
    const isPlain = typeof chunk === 'string' || chunk instanceof Uint8Array;
    return super.write(isPlain ? chunk : JSON.stringify(chunk), ...rest);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (!this.#isStarted && this.#head !== undefined) {
      this.#response.request.write(this.#head);
      this.#response.request.write(DELIMITER);
    }
    this.#isStarted = true;
    this.#response.request.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#response.request.end(() => done());
  }
}

type Streamable = object & { [STREAMING]?: unknown; [HIGH_WATER_MARK]?: unknown };

/** Marks the handler in its place and gives it back: `awslambda.streamifyResponse`. */
export function streamifyResponse<T extends object>(handler: T, options?: { readonly highWaterMark?: number }): T {
  const marked: Streamable = handler;
  marked[STREAMING] = 'response';
  if (typeof options?.highWaterMark === 'number') marked[HIGH_WATER_MARK] = Math.trunc(options.highWaterMark);
  return handler;
}

/** Whether the handler bears a mark of streaming, be it one that means nothing. */
export function isMarked(handler: object): boolean {
  return Boolean((handler as Streamable)[STREAMING]);
}

/** Whether the handler was marked by `streamifyResponse`. */
export function isStreaming(handler: object): boolean {
  return (handler as Streamable)[STREAMING] === 'response';
}

/** `awslambda.HttpResponseStream`: status, headers and cookies for a streamed answer. */
export const HttpResponseStream = {
  from(stream: ResponseStream, head: unknown): ResponseStream {
    stream.setHead(head);
    return stream;
  },
};
