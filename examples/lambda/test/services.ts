import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as Lambda hands it to a function. */
export interface SqsRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, never>>;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
}

/** What the functions call: an SQS that knows `SendMessage`, and a stock in which there are mugs. Must be closed. */
export interface Services {
  readonly url: string;
  /** What was sent, in order; grows. */
  readonly messages: readonly SqsRecord[];
  close(): Promise<void>;
}

/** Starts both on one free port of loopback. */
export async function startServices(): Promise<Services> {
  const messages: SqsRecord[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'DELETE') {
      request.resume();
      response.writeHead(request.url === '/stock/mug' ? 204 : 404).end();
      return;
    }
    // A client that dies while it sends has nobody left to answer.
    const answer = readText(request).then((text) => response.end(takeMessage(text, request, messages)));
    answer.catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** As SQS does: the trace header of the request becomes the message's `AWSTraceHeader`. */
function takeMessage(text: string, { headers }: IncomingMessage, messages: SqsRecord[]): string {
  const { MessageBody: body } = JSON.parse(text) as { readonly MessageBody: string };
  const messageId = `message-${messages.length + 1}`;
  messages.push({
    messageId,
    body,
    attributes: { AWSTraceHeader: String(headers['x-amzn-trace-id']) },
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:orders',
  });
  return JSON.stringify({ MessageId: messageId, MD5OfMessageBody: createHash('md5').update(body).digest('hex') });
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
