import type { ContextManager, TextMapPropagator, TracerProvider } from '@opentelemetry/api';
import type { LambdaConfig } from '../config/config.ts';
import type { ApiChoice } from './api.ts';
import { installLogger, log } from './logger.ts';

/** What becomes the API's own. */
export interface Globals {
  readonly provider: TracerProvider;
  readonly propagator: TextMapPropagator;
  readonly contextManager: ContextManager;
}

/**
 * Makes provider, propagator, context manager and logger the global ones.
 *
 * Several copies of the API meet in one object, and each takes from it only what a copy of its own minor version or a newer one
 * has registered; to the others the app is silently untraced. So it should be the newest copy there is.
 */
export function registerGlobals(globals: Globals, config: LambdaConfig, { api, problem }: ApiChoice): void {
  installLogger(api.diag, config);
  if (problem !== undefined)
    log().warn("the function's copy of @opentelemetry/api could not be read; its spans may be missing", problem);
  api.context.setGlobalContextManager(globals.contextManager);
  api.propagation.setGlobalPropagator(globals.propagator);
  api.trace.setGlobalTracerProvider(globals.provider);
}
