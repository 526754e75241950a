/** A response stream as far as it is waited for. */
export interface ResponseStream {
  readonly writableFinished?: boolean;
  readonly destroyed?: boolean;
  /** What it was destroyed with. */
  readonly errored?: unknown;
  once(event: string, listener: (error?: unknown) => void): unknown;
}

/** What has broken a stream. */
export interface StreamFailure {
  readonly error: unknown;
}

/**
 * Resolves when the response stream is finished, closed or broken, at once where it is so already or is no stream; with what
 * broke it, if anything did. Never rejects. A handler may settle while what it has piped into the stream is still going out.
 */
export async function streamEnd(stream: unknown): Promise<StreamFailure | undefined> {
  if (!isResponseStream(stream) || stream.writableFinished === true) return undefined;
  if (stream.destroyed === true) return failureOf(stream);
  return new Promise((resolve) => {
    stream.once('finish', () => resolve(undefined));
    stream.once('error', (error) => resolve({ error }));
    stream.once('close', () => resolve(failureOf(stream)));
  });
}

/** Whether it is what Lambda hands a streaming handler, or does as such. */
export function isResponseStream(stream: unknown): stream is ResponseStream {
  return typeof (stream as Partial<ResponseStream> | null | undefined)?.once === 'function';
}

function failureOf({ errored }: ResponseStream): StreamFailure | undefined {
  return errored === null || errored === undefined ? undefined : { error: errored };
}
