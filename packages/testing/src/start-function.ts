import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { InvocationOutcome, InvokeOptions } from './invocation.ts';
import { DEFAULT_FUNCTION_NAME, toFunctionArn, toLambdaEnvironment } from './lambda-environment.ts';
import { startRuntimeApi, type RuntimeApi } from './runtime-api.ts';

export interface FunctionOptions {
  /** What `_HANDLER` holds: `src/orders-api.handler`. */
  readonly handler: string;
  /** What `LAMBDA_TASK_ROOT` holds: the absolute path of the folder that `handler` starts from. */
  readonly taskRoot: string;
  /**
   * Name of the function.
   *
   * @default 'function-under-test'
   */
  readonly functionName?: string | undefined;
  /** Variables of the function, over the ones that Lambda sets. Nothing else is passed on but `PATH`. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /**
   * Arguments of Node itself: `['--import', './telemetry.ts']`.
   *
   * @default []
   */
  readonly nodeArguments?: readonly string[] | undefined;
  /**
   * Path of the runtime client's module: that of `aws-lambda-ric`, where the real one is wanted and can be built.
   *
   * @default the small one of this package
   */
  readonly runtimeClient?: string | undefined;
  /**
   * Path of the Node that runs the function: the version of its Lambda runtime, for instance.
   *
   * @default the Node of this process
   */
  readonly nodePath?: string | undefined;
}

/** A function in a process of its own. Must be closed. */
export interface RunningFunction {
  /**
   * Hands `event` to the function and resolves with how that ended. Never rejects. A time-out ends the process, as Lambda
   * ends the sandbox; what is invoked after that ends as `exited`.
   */
  invoke(event: unknown, options?: InvokeOptions): Promise<InvocationOutcome>;
  /** Lines that the function wrote to standard output and error; grows. */
  readonly logs: readonly string[];
  /** Ends the process and waits until it is gone. May be called twice. */
  close(): Promise<void>;
}

/**
 * Runs a handler as Lambda would: a Node process with Lambda's variables and the runtime client, behind a Runtime API of
 * its own.
 *
 * The process is started at once and runs its init phase while the caller goes on. Rejects when the Runtime API cannot listen.
 */
export async function startFunction(options: FunctionOptions): Promise<RunningFunction> {
  const functionName = options.functionName ?? DEFAULT_FUNCTION_NAME;
  const api = await startRuntimeApi({ functionArn: toFunctionArn(functionName) });
  const child = spawn(
    options.nodePath ?? process.execPath,
    [...(options.nodeArguments ?? []), options.runtimeClient ?? runtimeClientPath()],
    {
      cwd: options.taskRoot,
      env: { PATH: process.env['PATH'], ...toLambdaEnvironment({ ...options, functionName, runtimeApi: api.address }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return new ChildFunction(child, api);
}

class ChildFunction implements RunningFunction {
  readonly logs: string[] = [];
  readonly #child: ChildProcess;
  readonly #api: RuntimeApi;
  readonly #gone: Promise<unknown>;
  #exited = false;

  constructor(child: ChildProcess, api: RuntimeApi) {
    this.#child = child;
    this.#api = api;
    this.#gone = once(child, 'close').catch((error: unknown) => this.logs.push(String(error)));
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.logs.push(line));
    }
    void this.#gone.then(() => {
      this.#exited = true;
      return api.close();
    });
  }

  async invoke(event: unknown, options: InvokeOptions = {}): Promise<InvocationOutcome> {
    const outcome = await this.#api.invoke(event, options);
    if (outcome.status !== 'unanswered') return outcome;
    if (outcome.reason === 'timeout') await this.close();
    if (outcome.reason === 'closed' && this.#exited) return { ...outcome, reason: 'exited' };
    return outcome;
  }

  async close(): Promise<void> {
    await this.#api.close();
    this.#child.kill('SIGKILL');
    await this.#gone;
  }
}

/** The runtime client beside this file: TypeScript beside TypeScript, the built one of the same kind beside a built one. */
function runtimeClientPath(): string {
  const extension = /\.[cm]?[jt]s$/.exec(import.meta.url)?.[0] ?? '.mjs';
  return fileURLToPath(new URL(`./runtime-client${extension}`, import.meta.url));
}
