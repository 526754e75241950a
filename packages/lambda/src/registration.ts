import type { AnyHandler } from './invocation/lambda-context.ts';

/** What `register` leaves for the loader. */
export interface HandlerTracer {
  /** What must be done before the function's own modules are loaded. Never rejects. */
  beforeModules(): Promise<void>;
  /** Makes a handler that was loaded under `name` a traced one. Never rejects. */
  trace(handler: AnyHandler, name: string): Promise<AnyHandler>;
}

// A global, since the runtime client loads the loader as a module of its own, of whichever kind.
const KEY = Symbol.for('otel-xray/lambda loader');

interface Registry {
  [KEY]?: HandlerTracer;
}

/** Leaves it for the loader. */
export function setHandlerTracer(tracer: HandlerTracer): void {
  (globalThis as Registry)[KEY] = tracer;
}

/** What `register` has left; `undefined` where it did not run in this thread, or could not set tracing up. */
export function handlerTracer(): HandlerTracer | undefined {
  return (globalThis as Registry)[KEY];
}
