import { loadHandler } from './load/load-handler.ts';
import { restoreHandler } from './load/redirect.ts';
import type { MutableEnvironment } from './load/redirect.ts';
import type { AnyHandler } from './invocation/lambda-context.ts';
import { wrap } from './invocation/wrap.ts';
import { createPreset } from './powertools/create-preset.ts';
import type { Tracing } from './tracing.ts';

/** What `register` leaves for the loader: the function's handler, loaded and wrapped. */
export type LoadTracedHandler = () => Promise<AnyHandler>;

const KEY = Symbol.for('otel-xray/lambda loader');

interface Registry {
  [KEY]?: LoadTracedHandler;
}

/** Leaves for the loader, which the runtime client loads as a module of its own, how the handler is had. */
export function setHandlerLoader(tracing: Tracing, env: MutableEnvironment): void {
  (globalThis as Registry)[KEY] = async () => {
    const name = restoreHandler(env);
    const handler = await loadHandler(name, env['LAMBDA_TASK_ROOT'] ?? '');
    // Between the function's own modules and its first invocation: no request waits for the socket.
    await tracing.open();
    return wrap(handler, { tracing, env, preset: createPreset(tracing.config, env, name), traceHeader: undefined });
  };
}

/** What `register` has left; `undefined` where it did not run in this thread. */
export function handlerLoader(): LoadTracedHandler | undefined {
  return (globalThis as Registry)[KEY];
}
