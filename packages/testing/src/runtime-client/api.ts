import { type ClientRequest, request, type IncomingHttpHeaders } from 'node:http';

/** An event with what the Runtime API says of it. */
export interface NextInvocation {
  readonly requestId: string;
  /** Unix time in milliseconds. */
  readonly deadlineMillis: number;
  readonly invokedFunctionArn: string;
  /** `Root=…;Parent=…;Sampled=1`; absent where Lambda sent none or an empty one. */
  readonly traceHeader: string | undefined;
  /** JSON of `context.clientContext` and `context.identity`. */
  readonly clientContext: string | undefined;
  readonly identity: string | undefined;
  readonly tenantId: string | undefined;
  /** The event as JSON. */
  readonly payload: string;
}

export interface ReportedError {
  readonly body: { readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] };
  /** JSON in ASCII, for the header that marks Lambda's own segment. */
  readonly xrayCause: string;
}

/** An answer that is sent piece by piece. */
export interface OpenResponse {
  readonly request: ClientRequest;
  /** Resolves when the Runtime API has taken the whole answer. */
  readonly taken: Promise<unknown>;
  /** Ends it as far as it has come, and says why. */
  fail(error: ReportedError): Promise<void>;
}

/** The calls of the Runtime API. Each rejects when the API cannot be reached or refuses. */
export interface RuntimeApiClient {
  next(): Promise<NextInvocation>;
  postResponse(requestId: string, payload: string): Promise<void>;
  /** Begins an answer; its content type may be changed until the first byte is written. */
  openResponse(requestId: string): OpenResponse;
  postError(requestId: string, error: ReportedError): Promise<void>;
  postInitError(error: ReportedError): Promise<void>;
}

/**
 * A client of the Runtime API at `address`.
 *
 * @see AWS Lambda developer guide, "Using the Lambda runtime API".
 */
export function createRuntimeApiClient(address: string): RuntimeApiClient {
  const url = (path: string): URL => new URL(`http://${address}/2018-06-01/runtime/${path}`);
  return {
    async next() {
      const { headers, body } = await call({ url: url('invocation/next') });
      return {
        requestId: header(headers, 'lambda-runtime-aws-request-id'),
        deadlineMillis: Number(header(headers, 'lambda-runtime-deadline-ms')),
        invokedFunctionArn: header(headers, 'lambda-runtime-invoked-function-arn'),
        traceHeader: header(headers, 'lambda-runtime-trace-id') || undefined,
        clientContext: header(headers, 'lambda-runtime-client-context') || undefined,
        identity: header(headers, 'lambda-runtime-cognito-identity') || undefined,
        tenantId: header(headers, 'lambda-runtime-aws-tenant-id') || undefined,
        payload: body,
      };
    },
    async postResponse(requestId, payload) {
      await call({ url: url(`invocation/${requestId}/response`), body: payload });
    },
    openResponse: (requestId) => openResponse(url(`invocation/${requestId}/response`)),
    async postError(requestId, error) {
      await postError(url(`invocation/${requestId}/error`), error);
    },
    async postInitError(error) {
      await postError(url('init/error'), error);
    },
  };
}

function openResponse(url: URL): OpenResponse {
  const headers = {
    'Lambda-Runtime-Function-Response-Mode': 'streaming',
    Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
    'Content-Type': 'application/octet-stream',
    'Transfer-Encoding': 'chunked',
  };
  const outgoing = request(url, { method: 'POST', agent: false, headers });
  const taken = new Promise((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => incoming.on('error', reject).on('end', resolve).resume());
  });
  // Whoever fails the answer has no use for how sending it ended.
  taken.catch(() => undefined);
  return {
    request: outgoing,
    taken,
    async fail({ body }) {
      outgoing.addTrailers({
        'Lambda-Runtime-Function-Error-Type': toAscii(body.errorType),
        'Lambda-Runtime-Function-Error-Body': Buffer.from(JSON.stringify(body)).toString('base64'),
      });
      outgoing.end();
      await taken;
    },
  };
}

async function postError(url: URL, { body, xrayCause }: ReportedError): Promise<void> {
  const headers = {
    'Lambda-Runtime-Function-Error-Type': toAscii(body.errorType),
    'Lambda-Runtime-Function-XRay-Error-Cause': xrayCause,
  };
  await call({ url, headers, body: JSON.stringify(body) });
}

interface Call {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** With a body it is a POST, without one a GET. */
  readonly body?: string;
}

interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function call({ url, headers = {}, body }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const contentType = body === undefined ? {} : { 'Content-Type': 'application/json' };
    // One connection a call: a kept one may be closed by the other side while a handler runs.
    const outgoing = request(url, { method, agent: false, headers: { ...contentType, ...headers } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const answer = { headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') };
        const status = incoming.statusCode ?? 0;
        if (status >= 200 && status <= 299) resolve(answer);
        else reject(new Error(`expected 2xx from ${method} ${url.pathname}, found ${status}: ${answer.body}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function header(headers: IncomingHttpHeaders, name: string): string {
  return String(headers[name] ?? '');
}

/** Node refuses headers beyond Latin-1; the type of an error may be any text. */
function toAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
