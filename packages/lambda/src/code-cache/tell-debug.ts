/** What `register` has left: the API's global, whichever copy it is of. */
interface ApiGlobal {
  readonly diag?: { debug(...words: readonly unknown[]): void };
}

/** Speaks through the logger that `register` has installed, without a copy of the API. Silent where there is none. */
export function tellDebug(...words: readonly unknown[]): void {
  const api = (globalThis as Record<symbol, unknown>)[Symbol.for('opentelemetry.js.api.1')] as ApiGlobal | undefined;
  api?.diag?.debug('otel-xray/lambda', ...words);
}
