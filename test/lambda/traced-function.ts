import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { SegmentDocument, XRayTraceId } from '@otel-xray/segments';
import { startDaemon, startFunction } from '@otel-xray/testing';
import type { Daemon, FunctionOptions, InvocationOutcome, InvokeOptions, RunningFunction } from '@otel-xray/testing';
import { bundle, sourceOf } from './bundle.ts';

/** The sources, in few files: a process that strips the types of all of them by itself takes four times as long to start. */
function bundleSources(): Promise<string> {
  bundled ??= bundle({
    format: 'esm',
    input: {
      register: sourceOf('packages/lambda/src/register.ts'),
      loader: sourceOf('packages/lambda/src/loader.ts'),
      index: sourceOf('packages/lambda/src/index.ts'),
      'runtime-client': sourceOf('packages/testing/src/runtime-client.ts'),
    },
  });
  return bundled;
}

let bundled: Promise<string> | undefined;

/** Functions that are written in files, and their `node_modules`. */
const FUNCTIONS = fileURLToPath(new URL('functions', import.meta.url));

/** The trace of one invocation, as Lambda passes it. */
export interface LambdaTrace {
  readonly id: XRayTraceId;
  /** The facade segment. */
  readonly parentId: string;
  readonly header: string;
}

/** A trace that no other invocation has. */
export function newTrace(): LambdaTrace {
  const id: XRayTraceId = `1-6553f100-${randomBytes(12).toString('hex')}`;
  const parentId = randomBytes(8).toString('hex');
  return { id, parentId, header: `Root=${id};Parent=${parentId};Sampled=1` };
}

/** How one invocation ended, and what was at the daemon when it had. */
export interface TracedOutcome {
  readonly trace: LambdaTrace;
  readonly outcome: InvocationOutcome;
  /** From the event to the answer, with the start of the process where it is the first. */
  readonly millis: number;
  /** All documents of the trace, in order of arrival. */
  readonly documents: readonly SegmentDocument[];
  /** Those that are not in progress. */
  readonly finished: readonly SegmentDocument[];
}

/** A function in a process of its own, traced by `@otel-xray/lambda`, and a daemon for it. Must be disposed. */
export interface TracedFunction extends AsyncDisposable {
  readonly daemon: Daemon;
  readonly running: RunningFunction;
  /** Invokes it in a trace of its own, and waits for nothing once there is an answer: what comes later is not seen. */
  invoke(event?: unknown, options?: InvokeOptions): Promise<TracedOutcome>;
}

/** A function of those above, unless a task root says otherwise. */
export interface TracedOptions extends Omit<FunctionOptions, 'taskRoot'> {
  readonly taskRoot?: string;
  /**
   * What Node is given so that the function is traced; `[]` where it sees to that itself.
   *
   * @default `register` of the sources, by `--import`
   */
  readonly register?: readonly string[];
}

/** URL of a bundled source, for functions that import it: `index`. */
export async function bundledUrl(name: 'index' | 'register'): Promise<string> {
  return pathToFileURL(join(await bundleSources(), `${name}.mjs`)).href;
}

/** Starts the same function without tracing. Must be closed. */
export async function startBare(options: TracedOptions): Promise<RunningFunction> {
  const runtimeClient = options.runtimeClient ?? join(await bundleSources(), 'runtime-client.mjs');
  return startFunction({ taskRoot: FUNCTIONS, ...options, runtimeClient });
}

/** Starts it traced. `nodeArguments` come after those of `register`. */
export async function startTraced(options: TracedOptions): Promise<TracedFunction> {
  const daemon = await startDaemon();
  const register = options.register ?? ['--import', await bundledUrl('register')];
  const running = await startBare({
    ...options,
    nodeArguments: [...register, ...(options.nodeArguments ?? [])],
    environment: { AWS_XRAY_DAEMON_ADDRESS: daemon.address, ...options.environment },
  });
  return {
    daemon,
    running,
    async invoke(event = {}, invokeOptions = {}) {
      const trace = newTrace();
      const startedAt = performance.now();
      const outcome = await running.invoke(event, { traceHeader: trace.header, ...invokeOptions });
      const millis = performance.now() - startedAt;
      await daemon.settle();
      const documents = daemon.documents.filter(({ trace_id }) => trace_id === trace.id);
      return {
        trace,
        outcome,
        millis,
        documents,
        finished: documents.filter((document) => document.in_progress !== true),
      };
    },
    async [Symbol.asyncDispose]() {
      await running.close();
      await daemon.close();
    },
  };
}
