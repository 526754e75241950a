/** A response stream as far as it is waited for. */
interface ResponseStream {
  readonly writableFinished?: boolean;
  readonly destroyed?: boolean;
  once(event: string, listener: () => void): unknown;
}

/**
 * Resolves when the response stream is finished, closed or broken, at once where it is so already or is no stream. Never
 * rejects. A handler may settle while what it has piped into the stream is still going out.
 */
export async function streamEnd(stream: unknown): Promise<void> {
  if (!isResponseStream(stream) || stream.writableFinished === true || stream.destroyed === true) return;
  await new Promise<void>((resolve) => {
    for (const event of ['finish', 'close', 'error']) stream.once(event, resolve);
  });
}

function isResponseStream(stream: unknown): stream is ResponseStream {
  return typeof (stream as Partial<ResponseStream> | null | undefined)?.once === 'function';
}
