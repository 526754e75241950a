import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of the demo's, on a free port of loopback. Must be closed. */
export interface StandIn {
  /** `http://127.0.0.1:42013`, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a server that answers with `listener`. */
export async function startServer(listener: RequestListener): Promise<StandIn> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      // Clients keep their connections for the next request, which will not come.
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The whole body of a request, as text. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
