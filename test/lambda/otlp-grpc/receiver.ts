import { once } from 'node:events';
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../../loopback.ts';

/** One export as it came. */
export interface GrpcRequest {
  readonly path: string;
  readonly body: Buffer;
}

/** A listening stand-in for an OTLP endpoint over gRPC, on loopback. Must be disposed. */
export interface GrpcReceiver extends AsyncDisposable {
  /** What `OTEL_EXPORTER_OTLP_ENDPOINT` holds. */
  readonly url: string;
  readonly requests: readonly GrpcRequest[];
}

/** An answer without members: not compressed, of no bytes. @see gRPC over HTTP/2, "Length-Prefixed-Message". */
const EMPTY_MESSAGE = Buffer.alloc(5);

/** Takes whatever is exported. */
export async function startGrpcReceiver(): Promise<GrpcReceiver> {
  const requests: GrpcRequest[] = [];
  const sessions = new Set<ServerHttp2Session>();
  const answer = async (stream: ServerHttp2Stream, path: string): Promise<void> => {
    requests.push({ path, body: await buffer(stream) });
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(EMPTY_MESSAGE);
  };
  const server = createServer();
  server.on('session', (session) => sessions.add(session));
  // A client that dies while it sends has nobody left to answer.
  server.on('stream', (stream, headers) => void answer(stream, headers[':path'] ?? '').catch(() => stream.destroy()));
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
}
