import type { AnyHandler } from './invocation/lambda-context.ts';
import { loadHandler } from './load/load-handler.ts';
import { restoreHandler } from './load/redirect.ts';
import { handlerLoader } from './registration.ts';

// A thread that inherits the variables and not the preload has not been registered yet.
if (handlerLoader() === undefined) await import('./register.ts');

const load =
  handlerLoader() ??
  // Tracing could not be set up, and has said so.
  (() => loadHandler(restoreHandler(process.env), process.env['LAMBDA_TASK_ROOT'] ?? ''));

/** The function's own handler, traced: what `_HANDLER` names while tracing is on. */
export const handler: AnyHandler = await load();
