import { fileURLToPath } from 'node:url';
import { boot } from './boot/boot.ts';
import { log } from './boot/logger.ts';
import { resolveConfig } from './config/config.ts';
import type { AnyHandler } from './invocation/lambda-context.ts';
import type { TraceHandlerOptions } from './invocation/trace-handler.ts';
import { redirectHandler } from './load/redirect.ts';
import { handlerTracer, setHandlerTracer } from './registration.ts';

/** Beside this file, under the same ending. */
const LOADER = fileURLToPath(import.meta.url.replace(/register(\.[cm]?[jt]s)$/, 'loader$1'));

// The one file that does something when it is imported. Whatever goes wrong here, the function starts as it would without us.
try {
  const config = resolveConfig(process.env);
  // The layer's copy and the function's own may both be loaded: the first one traces.
  if (!config.isDisabled && handlerTracer() === undefined) {
    const tracing = boot(config, process.env);
    setHandlerTracer((handler, name) => traceLater(handler, { tracing, env: process.env, name }));
    redirectHandler(process.env, LOADER);
  }
} catch (error) {
  log().error('tracing could not be set up: the function runs untraced', error);
}

async function traceLater(handler: AnyHandler, options: TraceHandlerOptions): Promise<AnyHandler> {
  try {
    const { traceHandler } = await import('./invocation/trace-handler.ts');
    return await traceHandler(handler, options);
  } catch (error) {
    log().error('the handler could not be wrapped: the function runs untraced', error);
    return handler;
  }
}
