import { createRuntimeApiClient, type NextInvocation, type RuntimeApiClient } from './api.ts';
import { toContext } from './context.ts';
import { installGlobals } from './globals.ts';
import { createInvokeStore, type InvokeStore, toInvokeContext } from './invoke-store.ts';
import { type Handler, loadHandler } from './load-handler.ts';
import { reportError } from './report-error.ts';
import { isStreaming, ResponseStream } from './streaming.ts';

/** Says how many invocations a function takes at once: Lambda Managed Instances. Absent, they come one at a time. */
export const CONCURRENCY_VARIABLE = 'AWS_LAMBDA_MAX_CONCURRENCY';

/**
 * Loads the handler and answers one invocation after another, until the Runtime API goes away.
 *
 * Reads Lambda's own variables (`AWS_LAMBDA_RUNTIME_API`, `_HANDLER`, `LAMBDA_TASK_ROOT`, …) from `env`, and sets or
 * deletes `_X_AMZN_TRACE_ID` there before each invocation. With `AWS_LAMBDA_MAX_CONCURRENCY`, that many are taken at once, and
 * the variable is left alone: only the context and the invoke store know the trace then. Resolves with the exit code: 1 after an
 * error of the init phase, otherwise 0. Never rejects on account of the handler.
 *
 * @see Runtime client 4.0 of AWS for Node.js, observed: the variable is deleted where an invocation has no trace header.
 */
export async function serve(env: NodeJS.ProcessEnv): Promise<number> {
  const api = createRuntimeApiClient(env['AWS_LAMBDA_RUNTIME_API'] ?? '');
  const atOnce = env[CONCURRENCY_VARIABLE] !== undefined;
  const { store } = installGlobals(env, createInvokeStore({ atOnce }));
  let handler: Handler;
  try {
    handler = await loadHandler({ name: env['_HANDLER'] ?? '', taskRoot: env['LAMBDA_TASK_ROOT'] ?? '' });
  } catch (error) {
    await api.postInitError(reportError(error));
    return 1;
  }
  const loops = atOnce ? Math.max(1, Number(env[CONCURRENCY_VARIABLE]) || 1) : 1;
  await Promise.all(
    Array.from({ length: loops }, () => answerAll({ api, handler, env, store, setsVariable: !atOnce })),
  );
  return 0;
}

export interface Serving {
  readonly api: RuntimeApiClient;
  readonly handler: Handler;
  /** Where the context's members come from, and the trace header's variable goes. */
  readonly env: NodeJS.ProcessEnv;
  readonly store: InvokeStore;
  /** Whether each invocation sets or deletes `_X_AMZN_TRACE_ID`. */
  readonly setsVariable: boolean;
}

/** Answers one invocation after another, until the Runtime API goes away. Never rejects. */
export async function answerAll(serving: Serving): Promise<void> {
  for (;;) {
    // A closed Runtime API is how a sandbox ends.
    const invocation = await serving.api.next().catch(() => undefined);
    if (invocation === undefined) return;
    await answer(serving, invocation);
  }
}

async function answer(serving: Serving, invocation: NextInvocation): Promise<void> {
  const { handler, env, store, setsVariable } = serving;
  if (setsVariable) setTraceHeader(env, invocation.traceHeader);
  const respond = isStreaming(handler) ? respondStreaming : respondBuffered;
  await store
    .run(toInvokeContext(invocation), () => respond(serving, invocation))
    .catch(() => {
      // Too late, or the API is gone; the next poll tells which.
    });
}

async function respondBuffered({ api, handler, env }: Serving, invocation: NextInvocation): Promise<void> {
  const { requestId, payload } = invocation;
  const call = async (): Promise<string> => toJson(await handler(JSON.parse(payload), toContext(invocation, env)));
  const post = await call().then(
    (answered) => () => api.postResponse(requestId, answered),
    (error: unknown) => () => api.postError(requestId, reportError(error)),
  );
  // What the handler has left for this turn of the event loop runs before the answer goes out, as in Lambda.
  await new Promise((resolve) => setImmediate(resolve));
  await post();
}

async function respondStreaming({ api, handler, env }: Serving, invocation: NextInvocation): Promise<void> {
  const response = api.openResponse(invocation.requestId);
  const stream = new ResponseStream(response);
  const failed = new Promise<never>((_resolve, reject) => {
    stream.on('error', reject);
  });
  try {
    const running: unknown = handler(JSON.parse(invocation.payload), stream, toContext(invocation, env));
    if (!isPromise(running)) throw new Error('Streaming does not support non-async handlers.');
    await Promise.race([running, failed]);
    await Promise.race([response.taken, failed]);
  } catch (error) {
    // An answer that has been ended is an answer, whatever comes after it.
    await (stream.writableEnded ? response.taken : response.fail(reportError(error)));
  }
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    // Lambda says so in these words, and not why.
    throw Object.assign(new Error('Unable to stringify response body'), { name: 'Runtime.JSONStringifyError' });
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Partial<Promise<unknown>> | null | undefined)?.then === 'function';
}

/** Deleted rather than set to `undefined`, which the environment would keep as the text "undefined". */
function setTraceHeader(env: NodeJS.ProcessEnv, traceHeader: string | undefined): void {
  if (traceHeader === undefined) delete env['_X_AMZN_TRACE_ID'];
  else env['_X_AMZN_TRACE_ID'] = traceHeader;
}
