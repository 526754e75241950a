import { createServer } from 'node:http';
import { closeServer, listenOnLoopback } from '../../loopback.ts';

/** A request as it came in. */
export interface ReceivedRequest {
  readonly path: string;
  readonly traceHeader: string | undefined;
}

/** What a function calls: a service over HTTP, and a DynamoDB in which nothing is. Must be closed. */
export interface Service {
  readonly url: string;
  /** What came, in order; grows. */
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** Starts it on a free port of loopback. */
export async function startService(): Promise<Service> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', traceHeader: request.headers['x-amzn-trace-id'] as string | undefined });
    request.resume();
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' }).end('{}');
  });
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => closeServer(server),
  };
}
