import type { ReadableSpan } from '@otel-xray/segments';

/** What an export came to: `0` success, `1` failure. The SDKs' own `ExportResult`, by shape. */
export interface ExportResult {
  readonly code: 0 | 1;
  /** Why it failed. */
  readonly error?: Error;
}

/**
 * What a span processor drives: the `SpanExporter` of `@opentelemetry/sdk-trace` 3.x and `sdk-trace-base` 2.x, by shape,
 * so that neither has to be installed for the other's sake.
 */
export interface SpanExporter {
  export(spans: readonly ReadableSpan[], done: (result: ExportResult) => void): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}
