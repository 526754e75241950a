import { createServer } from 'node:http';
import { closeServer, listenOnLoopback } from '../../loopback.ts';

/** One export as it came. */
export interface OtlpRequest {
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

/** A listening stand-in for an OTLP endpoint over HTTP, on loopback. Must be disposed. */
export interface OtlpReceiver extends AsyncDisposable {
  /** What `OTEL_EXPORTER_OTLP_ENDPOINT` holds. */
  readonly url: string;
  readonly requests: readonly OtlpRequest[];
}

/** @param isDeaf - takes what comes, and never answers. */
export async function startOtlpReceiver({ isDeaf = false }: { readonly isDeaf?: boolean } = {}): Promise<OtlpReceiver> {
  const requests: OtlpRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url = '', headers } = request;
      requests.push({ path: url, contentType: headers['content-type'], body: Buffer.concat(chunks) });
      if (!isDeaf) response.end();
    });
  });
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: () => closeServer(server),
  };
}
