import { errorMonitor } from 'node:events';

/** A response stream as far as it is waited for. */
export interface ResponseStream {
  /** `undefined` where it does not say. */
  readonly writableFinished?: boolean;
  readonly destroyed?: boolean;
  /** What it was destroyed with. Lambda's stream, which stands for another one, does not have it. */
  readonly errored?: unknown;
  once(event: string | symbol, listener: (error?: unknown) => void): unknown;
}

/** What has broken a stream. */
export interface StreamFailure {
  readonly error: unknown;
}

/** A response stream that is watched. */
export interface StreamWatch {
  /** `undefined` where it is no stream. */
  readonly stream: ResponseStream | undefined;
  /**
   * Resolves when the stream is finished, closed or broken, at once where it is so already or is no stream; with what broke it, if
   * anything did. Never rejects. A handler may settle while what it has piped into the stream is still going out.
   */
  end(): Promise<StreamFailure | undefined>;
}

/**
 * Watches a response stream from before its handler runs: Lambda's tells of an error once and shows it nowhere, and ends the
 * process right after that. No error counts as handled for being watched.
 *
 * @param onFailure - called at once when the stream breaks before its end is waited for; must not throw.
 * @see aws-lambda-ric 3.3 and 4.0, observed: the stream is an object around an HTTP request, without `errored`; an error of it
 *   rejects a promise that nobody waits for.
 */
export function watchStream(stream: unknown, onFailure: (failure: StreamFailure) => void): StreamWatch {
  if (!isResponseStream(stream)) return { stream: undefined, end: async () => undefined };
  let failure: StreamFailure | undefined;
  let isAwaited = false;
  stream.once(errorMonitor, (error) => {
    failure = { error };
    if (!isAwaited) onFailure(failure);
  });
  return {
    stream,
    end: async () => {
      isAwaited = true;
      if (failure === undefined && stream.writableFinished !== true) await settled(stream);
      return failure ?? failureOf(stream);
    },
  };
}

/** Whether it is what Lambda hands a streaming handler, or does as such. */
function isResponseStream(stream: unknown): stream is ResponseStream {
  return typeof (stream as Partial<ResponseStream> | null | undefined)?.once === 'function';
}

function settled(stream: ResponseStream): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['finish', errorMonitor, 'close']) stream.once(event, () => resolve());
    // What it was destroyed with is told in this turn of the event loop. That it is closed may have been told already.
    if (stream.destroyed === true) setImmediate(resolve);
  });
}

function failureOf({ errored, writableFinished }: ResponseStream): StreamFailure | undefined {
  if (errored !== null && errored !== undefined) return { error: errored };
  if (writableFinished !== false) return undefined;
  // Nothing was thrown anywhere: the stack would be ours.
  return { error: Object.assign(new Error('the response stream was closed before it had finished'), { stack: '' }) };
}
