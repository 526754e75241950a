import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toEnding, toFunctionError } from './answer.ts';
import {
  type FunctionError,
  Invocation,
  type InvocationContext,
  type InvocationOutcome,
  type InvokeOptions,
} from './invocation.ts';
import { DEFAULT_FUNCTION_NAME, toFunctionArn } from './lambda-environment.ts';

export interface RuntimeApiOptions {
  /**
   * Sent as `Lambda-Runtime-Invoked-Function-Arn`.
   *
   * @default 'arn:aws:lambda:eu-west-1:123456789012:function:function-under-test'
   */
  readonly functionArn?: string | undefined;
}

/** A listening stand-in for the Runtime API of one sandbox. Must be closed. */
export interface RuntimeApi {
  /** `127.0.0.1:41873`: what `AWS_LAMBDA_RUNTIME_API` holds. */
  readonly address: string;
  /**
   * Hands `event` to the function and resolves with how that ended. Never rejects. Events wait in line while the
   * function is busy or still starting.
   */
  invoke(event: unknown, options?: InvokeOptions): Promise<InvocationOutcome>;
  /** Ends what is under way as `closed` and drops all connections, so that a polling function ends. May be called twice. */
  close(): Promise<void>;
}

const ROOT = '/2018-06-01/runtime';
const ANSWER = /^\/invocation\/([^/]+)\/(response|error)$/;

// Lambda takes an X-Ray cause of 64 KiB; Node's own limit for all headers together is 16 KiB.
const MAX_HEADER_BYTES = 128 * 1024;

/**
 * Listens on loopback as Lambda's Runtime API does, and hands out events to the runtime client that polls it.
 *
 * `GET …/invocation/next` stays open until there is an event; `POST …/response`, `…/error` and `…/init/error` end an
 * invocation. After an error of the init phase every invocation ends with that error, as nothing runs any more.
 *
 * @see AWS Lambda developer guide, "Using the Lambda runtime API".
 */
export async function startRuntimeApi(options: RuntimeApiOptions = {}): Promise<RuntimeApi> {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new HttpRuntimeApi(server, options);
}

class HttpRuntimeApi implements RuntimeApi {
  readonly address: string;
  readonly #server: Server;
  readonly #functionArn: string;
  readonly #waiting: Invocation[] = [];
  readonly #taken = new Map<string, Invocation>();
  readonly #polls = new Set<ServerResponse>();
  #initError: FunctionError | undefined;
  #closed: Promise<void> | undefined;

  constructor(server: Server, options: RuntimeApiOptions) {
    this.#server = server;
    this.#functionArn = options.functionArn ?? toFunctionArn(DEFAULT_FUNCTION_NAME);
    const { address, port } = server.address() as AddressInfo;
    this.address = `${address}:${port}`;
    server.on('request', (request, response) => {
      // A client that dies while it sends has nobody left to answer.
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  async invoke(event: unknown, options: InvokeOptions = {}): Promise<InvocationOutcome> {
    const invocation = new Invocation({ event, options });
    if (this.#closed !== undefined) invocation.end({ status: 'unanswered', reason: 'closed' });
    else if (this.#initError !== undefined) invocation.end({ status: 'error', phase: 'init', error: this.#initError });
    else this.#enqueue(invocation);
    const outcome = await invocation.outcome;
    this.#forget(invocation);
    return outcome;
  }

  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => this.#server.close(() => resolve()));
    this.#endAll((invocation) => invocation.end({ status: 'unanswered', reason: 'closed' }));
    this.#server.closeAllConnections();
    return this.#closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === `${ROOT}/invocation/next`) return this.#poll(response);
    const body = await readBody(request);
    if (request.method === 'POST' && path === `${ROOT}/init/error`) return this.#failInit(request, body, response);
    const [, requestId, ending] = (path.startsWith(ROOT) && ANSWER.exec(path.slice(ROOT.length))) || [];
    if (request.method !== 'POST' || requestId === undefined) return reply(response, 404, 'InvalidPath');
    const invocation = this.#taken.get(requestId);
    if (invocation === undefined) return reply(response, 400, 'InvalidRequestID');
    if (ending === 'response') invocation.end(toEnding(request, body));
    else invocation.end({ status: 'error', phase: 'invoke', error: toFunctionError(request.headers, body) });
    reply(response, 202);
  }

  #enqueue(invocation: Invocation): void {
    this.#waiting.push(invocation);
    const [poll] = this.#polls;
    if (poll !== undefined) this.#poll(poll);
  }

  /** Answers a poll with the event that has waited longest, or keeps it open until there is one. */
  #poll(response: ServerResponse): void {
    const invocation = this.#waiting.shift();
    if (invocation === undefined) {
      this.#polls.add(response);
      response.once('close', () => this.#polls.delete(response));
      return;
    }
    this.#polls.delete(response);
    this.#taken.set(invocation.requestId, invocation);
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
      'Lambda-Runtime-Deadline-Ms': String(invocation.take()),
      'Lambda-Runtime-Invoked-Function-Arn': this.#functionArn,
      ...(invocation.traceHeader === undefined ? {} : { 'Lambda-Runtime-Trace-Id': invocation.traceHeader }),
      ...contextHeaders(invocation.context),
    });
    response.end(invocation.payload);
  }

  #failInit(request: IncomingMessage, body: string, response: ServerResponse): void {
    const error = toFunctionError(request.headers, body);
    this.#initError = error;
    this.#endAll((invocation) => invocation.end({ status: 'error', phase: 'init', error }));
    reply(response, 202);
  }

  #endAll(end: (invocation: Invocation) => void): void {
    for (const invocation of [...this.#waiting, ...this.#taken.values()]) end(invocation);
  }

  #forget(invocation: Invocation): void {
    this.#taken.delete(invocation.requestId);
    const index = this.#waiting.indexOf(invocation);
    if (index !== -1) this.#waiting.splice(index, 1);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function reply(response: ServerResponse, status: number, errorType?: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(errorType === undefined ? { status: 'OK' } : { errorType, errorMessage: errorType }));
}

/** Node refuses headers beyond Latin-1; JSON can say everything in ASCII. */
function contextHeaders({ clientContext, identity, tenantId }: InvocationContext): Record<string, string> {
  return {
    ...(clientContext !== undefined && { 'Lambda-Runtime-Client-Context': toAsciiJson(clientContext) }),
    ...(identity !== undefined && { 'Lambda-Runtime-Cognito-Identity': toAsciiJson(identity) }),
    ...(tenantId !== undefined && { 'Lambda-Runtime-Aws-Tenant-Id': tenantId }),
  };
}

function toAsciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
