import { newestApi, ownApi } from './boot/api.ts';
import { boot } from './boot/boot.ts';
import { installLogger, log } from './boot/logger.ts';
import { resolveConfig } from './config/config.ts';
import type { LambdaConfig } from './config/config.ts';
import type { MutableEnvironment } from './load/redirect.ts';
import { findLoader } from './load/loader-file.ts';
import { findObstacle } from './load/obstacle.ts';
import { redirectHandler } from './load/redirect.ts';
import { handlerTracer, setHandlerTracer } from './registration.ts';

// The one file that does something when it is imported. Whatever goes wrong here, the function starts as it would without us.
try {
  const { env } = process;
  const config = resolveConfig(env);
  // The layer's copy and the function's own may both be loaded: the first one traces.
  if (!config.isDisabled && handlerTracer() === undefined) register(config, env);
} catch (error) {
  fail(error);
}

function register(config: LambdaConfig, env: MutableEnvironment): void {
  const loaderFile = findLoader(import.meta.url);
  const { awslambda } = globalThis as { readonly awslambda?: unknown };
  const obstacle = findObstacle({ nodeVersion: process.versions.node, loaderFile, env, awslambda });
  if (loaderFile === undefined || obstacle !== undefined) {
    installLogger(ownApi.diag, config);
    log().warn(`nothing is traced: ${obstacle}`);
    return;
  }
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
  redirectHandler(env, loaderFile);
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
