import { fileURLToPath } from 'node:url';
import { newestApi } from './boot/api.ts';
import { boot } from './boot/boot.ts';
import { log } from './boot/logger.ts';
import { resolveConfig } from './config/config.ts';
import { redirectHandler } from './load/redirect.ts';
import { handlerTracer, setHandlerTracer } from './registration.ts';

/** Beside this file, under the same ending. */
const LOADER = fileURLToPath(import.meta.url.replace(/register(\.[cm]?[jt]s)$/, 'loader$1'));

// The one file that does something when it is imported. Whatever goes wrong here, the function starts as it would without us.
try {
  const { env } = process;
  const config = resolveConfig(env);
  // The layer's copy and the function's own may both be loaded: the first one traces.
  if (!config.isDisabled && handlerTracer() === undefined) {
    const tracing = boot(config, env, newestApi(env['LAMBDA_TASK_ROOT']));
    setHandlerTracer({
      beforeModules: () =>
        attempt(async () => {
          // What is not asked for is not read.
          if (config.instrumentations.length === 0) return;
          const { instrument } = await import('./instrumentations/early.ts');
          await instrument(config, env);
        }, undefined),
      trace: (handler, name) =>
        attempt(async () => {
          const { traceHandler } = await import('./invocation/trace-handler.ts');
          return traceHandler(handler, { tracing, env, name });
        }, handler),
    });
    redirectHandler(env, LOADER);
  }
} catch (error) {
  fail(error);
}

async function attempt<Result>(work: () => Promise<Result>, fallback: Result): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    fail(error);
    return fallback;
  }
}

function fail(error: unknown): void {
  log().error('tracing could not be set up, or not in full', error);
}
