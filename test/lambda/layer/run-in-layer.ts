import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTraced, type TracedOutcome } from '../built/run-traced.ts';
import { startService } from '../instrumentations/service.ts';

const BOOTSTRAP = fileURLToPath(new URL('bootstrap.mjs', import.meta.url));
const TASK_ROOT = fileURLToPath(new URL('function', import.meta.url));

/** Where the layer has the package, below the folder that it is unpacked in. */
export const LAYER_DIST: string = join('nodejs', 'node_modules', '@otel-xray', 'lambda', 'dist');

/** A function that is started by the layer's wrapper. */
export interface LayerRun {
  /** @default the functions beside this file */
  readonly taskRoot?: string;
  /** @default 'index.handler' */
  readonly handler?: string;
  /** What Lambda's own bootstrap starts Node with. */
  readonly nodeArguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Invokes a function once, with the wrapper of a layer that was unpacked in `opt`, as Lambda would. */
export function runInLayer(
  opt: string,
  { taskRoot = TASK_ROOT, handler = 'index.handler', nodeArguments = [], environment }: LayerRun = {},
): Promise<TracedOutcome> {
  return runTraced({
    taskRoot,
    handler,
    // The bootstrap's own: that what it does is experimental in Node is of no interest.
    nodeArguments: ['--no-warnings'],
    runtimeClient: BOOTSTRAP,
    environment: {
      AWS_LAMBDA_EXEC_WRAPPER: join(opt, 'otel-xray'),
      RUNTIME_CLIENT: fileURLToPath(import.meta.resolve('@otel-xray/testing/runtime-client')),
      NODE_ARGUMENTS: JSON.stringify(nodeArguments),
      ...environment,
    },
  });
}

/** The same for a function that calls a service, with every instrumentation on. */
export async function runCallInLayer(
  opt: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<TracedOutcome> {
  const service = await startService();
  try {
    const instrumented = { SERVICE_URL: service.url, OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,undici,aws-sdk' };
    return await runInLayer(opt, { handler: 'calls.handler', environment: { ...instrumented, ...environment } });
  } finally {
    await service.close();
  }
}

/** What a function that calls a service leaves. */
export const CALL_NAMES: readonly string[] = ['function-under-test', 'function-under-test > 127.0.0.1'];
