import type { InvocationOutcome } from '../invocation.ts';
import { DEFAULT_FUNCTION_NAME, toFunctionArn, toLambdaEnvironment } from '../lambda-environment.ts';
import { type RuntimeApi, startRuntimeApi } from '../runtime-api.ts';
import { createRuntimeApiClient } from '../runtime-client/api.ts';
import { installGlobals } from '../runtime-client/globals.ts';
import { createInvokeStore, type InvokeStore } from '../runtime-client/invoke-store.ts';
import { checkHandler, type Handler } from '../runtime-client/load-handler.ts';
import { reportError } from '../runtime-client/report-error.ts';
import { answerAll, CONCURRENCY_VARIABLE } from '../runtime-client/serve.ts';
import { captureConsole } from './capture-console.ts';
import { exclusively } from './exclusively.ts';
import type { EventWithHeader, FunctionResult, InvokeFunctionOptions } from './function-run.ts';
import { documentsOf } from './trace-documents.ts';

/** Longer than a flush may take, and shorter than the test runners wait for a test. */
const FLUSH_DEADLINE_MILLIS = 4000;

/**
 * Runs the handler in this process, over a real Runtime API. Environment, `globalThis.awslambda` and `console` are the process's:
 * calls wait for each other, and all is put back.
 */
export function invokeInProcess(
  handler: Handler,
  events: readonly EventWithHeader[],
  options: InvokeFunctionOptions,
): Promise<readonly FunctionResult[]> {
  return exclusively(async () => {
    const { concurrency = 1, env, functionName = DEFAULT_FUNCTION_NAME, collector, flush } = options;
    const api = await startRuntimeApi({ functionArn: toFunctionArn(functionName) });
    const variables = toLambdaEnvironment({
      functionName,
      handler: 'index.handler',
      taskRoot: process.cwd(),
      runtimeApi: api.address,
      environment: { ...(concurrency > 1 && { [CONCURRENCY_VARIABLE]: String(concurrency) }), ...env },
    });
    const restoreEnvironment = setEnvironment(process.env, variables);
    const { store, restore: restoreGlobals } = installGlobals(process.env, createInvokeStore({ atOnce: true }));
    const capture = captureConsole(() => store.getRequestId());
    const before = new Set(collector?.documents);
    try {
      const running = serveHandler({ api, handler, store, concurrency });
      const outcomes = await Promise.all(
        events.map(({ event, traceHeader }) => api.invoke(event, { ...options, traceHeader })),
      );
      const millis = Math.min(options.timeoutMillis ?? FLUSH_DEADLINE_MILLIS, FLUSH_DEADLINE_MILLIS);
      await withDeadline(flush?.(), 'flush', millis);
      await withDeadline(collector?.settle?.(), "the collector's settle", millis);
      await api.close();
      // A handler that hangs cannot be ended here: it keeps running, and is not waited for.
      if (outcomes.every(({ status }) => status !== 'unanswered')) await running;
      const documents = collector?.documents.filter((document) => !before.has(document)) ?? [];
      return outcomes.map((outcome: InvocationOutcome, index) => ({
        ...outcome,
        documents: documentsOf(documents, events[index]?.traceHeader),
        logs: capture.linesOf(outcome.requestId),
      }));
    } finally {
      await api.close();
      capture.restore();
      restoreGlobals();
      restoreEnvironment();
    }
  });
}

/** A flush that never ends must not keep the process's environment and `console` from being put back. */
async function withDeadline(ending: Promise<unknown> | void | undefined, what: string, millis: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    const error = new Error(`${what} did not end within ${millis} ms`);
    timer = setTimeout(() => reject(error), millis);
  });
  await Promise.race([ending, deadline]).finally(() => clearTimeout(timer));
}

interface ServingInProcess {
  readonly api: RuntimeApi;
  readonly handler: Handler;
  readonly store: InvokeStore;
  readonly concurrency: number;
}

async function serveHandler({ api, handler, store, concurrency }: ServingInProcess): Promise<void> {
  const client = createRuntimeApiClient(api.address);
  try {
    checkHandler(handler);
  } catch (error) {
    return client.postInitError(reportError(error));
  }
  const serving = { api: client, handler, env: process.env, store, setsVariable: concurrency <= 1 };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, () => answerAll(serving)));
}

/** Sets variables, and gives what puts back those that were there; `_X_AMZN_TRACE_ID` too, which invocations set. */
function setEnvironment(env: NodeJS.ProcessEnv, variables: Readonly<Record<string, string>>): () => void {
  const before = [...Object.keys(variables), '_X_AMZN_TRACE_ID'].map((name) => [name, env[name]] as const);
  Object.assign(env, variables);
  delete env['_X_AMZN_TRACE_ID'];
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete env[name];
      else env[name] = value;
    }
  };
}
