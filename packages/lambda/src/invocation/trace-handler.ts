import type { Environment } from '../config/settings.ts';
import { createPreset } from '../powertools/create-preset.ts';
import type { Tracing } from '../tracing.ts';
import type { AnyHandler } from './lambda-context.ts';
import { wrap } from './wrap.ts';

/** What a handler is traced with, and the name that it was loaded under. */
export interface TraceHandlerOptions {
  readonly tracing: Tracing;
  readonly env: Environment;
  readonly name: string;
}

/**
 * Opens what sends, and wraps the handler. `register` loads this file, and with it all that only an invocation needs, when the
 * function's own modules have been loaded: no request waits for the socket, and no module of the function for us.
 */
export async function traceHandler(
  handler: AnyHandler,
  { tracing, env, name }: TraceHandlerOptions,
): Promise<AnyHandler> {
  await tracing.open();
  return wrap(handler, { tracing, env, preset: createPreset(tracing.config, env, name), traceHeader: undefined });
}
