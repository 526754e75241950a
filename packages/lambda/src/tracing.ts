import type { Tracer } from '@opentelemetry/api';
import type { LambdaConfig } from './config/config.ts';
import type { InvocationToken } from './invocation/invocation-key.ts';

/** Name of the instrumentation scope of the spans that stand for invocations. */
export const TRACER_NAME = '@otel-xray/lambda';

/** What has been set up in this process, as much of it as an invocation needs. */
export interface Tracing {
  readonly config: LambdaConfig;
  readonly tracer: Tracer;
  /** Whether an invocation can start without waiting for `open`. */
  readonly isOpen: boolean;
  /** Loads what sends, and opens its socket; once. Never rejects. */
  open(): Promise<void>;
  /** Hands over what has ended, and waits no longer than `timeoutMillis`. Never rejects. */
  flush(timeoutMillis: number): Promise<void>;
  /** Sends the open spans of an invocation as they are now, in progress, with a note of why. Never rejects. */
  sendOpen(token: InvocationToken, note: string): Promise<void>;
}

/** Tracing that was set up here, and not by the app. */
export interface OwnTracing extends Tracing {
  /** The same once more, for nobody's invocations: it is registered nowhere, and hands nothing over. */
  rehearsal(): Tracing;
}

// One for the process, whichever copies of this package are loaded: the layer's, the function's own, a bundled one.
const KEY = Symbol.for('otel-xray/lambda tracing');

interface Registry {
  [KEY]?: Tracing;
}

/** What was set up, by whichever copy of this package; `undefined` before. */
export function currentTracing(): Tracing | undefined {
  return (globalThis as Registry)[KEY];
}

/** Makes `tracing` the one of this process. */
export function setCurrentTracing(tracing: Tracing): void {
  (globalThis as Registry)[KEY] = tracing;
}
