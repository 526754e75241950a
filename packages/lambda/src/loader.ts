import type { AnyHandler } from './invocation/lambda-context.ts';
import { loadHandler } from './load/load-handler.ts';
import { restoreHandler } from './load/redirect.ts';
import { handlerTracer } from './registration.ts';

// A thread that inherits the variables and not the preload has not been registered yet.
if (handlerTracer() === undefined) await import('./register.ts');

const tracer = handlerTracer();
const name = restoreHandler(process.env);
await tracer?.beforeModules();
const own = await loadHandler(name, process.env['LAMBDA_TASK_ROOT'] ?? '');

/** The function's own handler, traced: what `_HANDLER` names while tracing is on. As it is, where that could not be set up. */
export const handler: AnyHandler = (await tracer?.trace(own, name)) ?? own;
