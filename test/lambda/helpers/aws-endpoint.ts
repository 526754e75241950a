import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { closeServer, listenOnLoopback } from '../../loopback.ts';

/** What arrived. */
export interface AwsRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What is answered: a status, and the members of the JSON. */
export interface AwsAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An AWS service on loopback, of the JSON protocol. Must be closed. */
export interface AwsEndpoint {
  readonly url: string;
  /** In order; grows. */
  readonly requests: readonly AwsRequest[];
  /** What comes next, one a request; then `{}` with status 200. */
  readonly answers: AwsAnswer[];
  close(): Promise<void>;
}

/** Listens on a free port; every answer has the request id `request-<n>`, counted from 1. */
export async function startAwsEndpoint(): Promise<AwsEndpoint> {
  const requests: AwsRequest[] = [];
  const answers: AwsAnswer[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    requests.push({ headers: request.headers, body: JSON.parse(body) as AwsRequest['body'] });
    const next = answers.shift() ?? { status: 200, body: {} };
    response.writeHead(next.status, { 'x-amzn-RequestId': `request-${requests.length}` });
    response.end(JSON.stringify(next.body));
  };
  // A client that dies while it sends has nobody left to answer.
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answers,
    close: () => closeServer(server),
  };
}
