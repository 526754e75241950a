import { isRehearsalWanted } from '../config/rehearsal.ts';
import type { Environment } from '../config/settings.ts';
import { createPreset } from '../powertools/create-preset.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import type { OwnTracing } from '../tracing.ts';
import type { AnyHandler } from './lambda-context.ts';
import { wrap } from './wrap.ts';

/** What a handler is traced with, and the name that it was loaded under. */
export interface TraceHandlerOptions {
  readonly tracing: OwnTracing;
  readonly env: Environment;
  readonly name: string;
}

/**
 * Opens what sends, rehearses where that is wanted, and wraps the handler. `register` loads this file, and with it all that only
 * an invocation needs, when the function's own modules have been loaded: no request waits for the socket, and no module of the
 * function for us.
 */
export async function traceHandler(
  handler: AnyHandler,
  { tracing, env, name }: TraceHandlerOptions,
): Promise<AnyHandler> {
  await tracing.open();
  if (isRehearsalWanted(tracing.config, env)) await rehearse(tracing);
  return wrap(handler, { tracing, env, preset: createPreset(tracing.config, env, name), traceHeader: undefined });
}
