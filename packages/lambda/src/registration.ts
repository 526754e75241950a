import type { AnyHandler } from './invocation/lambda-context.ts';

/** What `register` leaves for the loader: makes a handler that was loaded under `name` a traced one. Never rejects. */
export type TraceHandler = (handler: AnyHandler, name: string) => Promise<AnyHandler>;

// A global, since the runtime client loads the loader as a module of its own, of whichever kind.
const KEY = Symbol.for('otel-xray/lambda loader');

interface Registry {
  [KEY]?: TraceHandler;
}

/** Leaves it for the loader. */
export function setHandlerTracer(trace: TraceHandler): void {
  (globalThis as Registry)[KEY] = trace;
}

/** What `register` has left; `undefined` where it did not run in this thread, or could not set tracing up. */
export function handlerTracer(): TraceHandler | undefined {
  return (globalThis as Registry)[KEY];
}
