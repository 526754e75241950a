import type { XRaySpanExporter } from '../../packages/exporter/src/index.ts';
import type { startDaemon } from '../../packages/testing/src/index.ts';

/** `[seconds, nanoseconds]`, as both lines take times. */
export type HrTime = [seconds: number, nanos: number];

/** Scalars and lists, as both lines take attributes. */
export type Attributes = Record<string, string | number | boolean | string[]>;

/** Which span of which trace. */
export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

/** A running span of either line, as far as the scenario uses it. */
export interface LineSpan {
  spanContext(): SpanIds;
  addEvent(name: string, attributes: Attributes, time: HrTime): unknown;
  setStatus(status: { code: 0 | 1 | 2; message?: string }): unknown;
  end(time: HrTime): void;
}

/** What a span starts with. */
export interface LineSpanOptions {
  readonly kind: 0 | 1 | 2 | 3 | 4;
  readonly attributes: Attributes;
  readonly startTime: HrTime;
  readonly links?: { context: SpanIds & { traceFlags: number } }[];
}

/** Makes the spans of one provider, which has one processor before one exporter. */
export interface LineTracer {
  /** Below `parent`, below what a trace header names, or as a root; by way of the active context. */
  startSpan(name: string, options: LineSpanOptions, parent?: LineSpan | { readonly traceHeader: string }): LineSpan;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** What the scenario asks of a line. */
export interface TracerOptions {
  readonly exporter: XRaySpanExporter;
  readonly processor: 'batch' | 'simple';
  /** Spans in one `export` of the batch processor. */
  readonly maxExportBatchSize: number;
  /** `counting`: 1, 2, 3 …; `own`: the id generator that users of this line have. */
  readonly ids: 'counting' | 'own';
}

/** One OpenTelemetry line, in an install of its own: what differs between the two, and nothing else. */
export interface Line {
  readonly name: 'sdk2' | 'sdk3';
  /** `telemetry.sdk.version` of the line's default resource. */
  readonly sdkVersion: string;
  readonly XRaySpanExporter: typeof XRaySpanExporter;
  readonly startDaemon: typeof startDaemon;
  createTracer(options: TracerOptions): LineTracer;
  /** Puts a logger behind this line's own `diag`: it hears everything from `warn` up. */
  listenToDiag(hear: (text: string) => void): void;
}

/** What the resource of every span says beside the SDK's own attributes. */
export const RESOURCE: Attributes = { 'service.name': 'orders', 'service.version': '1.4.2' };

/** Ids that count, so that both lines give the same. */
export function createCountingIds(): { generateTraceId(): string; generateSpanId(): string } {
  let [traces, spans] = [0, 0];
  return {
    generateTraceId: () => `6553f100${(++traces).toString(16).padStart(24, '0')}`,
    generateSpanId: () => (++spans).toString(16).padStart(16, '0'),
  };
}
