/**
 * The OpenTelemetry side, as far as this package reads it: structural types, so that spans of SDK 1.x, 2.x and 3.x all
 * fit and no copy of an OpenTelemetry package is needed.
 */

/** `[seconds, nanoseconds]` since the Unix epoch, as the SDKs write times. */
export type HrTime = readonly [seconds: number, nanos: number];

/** Values by key. API 1.10 allows any value here: nested maps, mixed arrays, bytes, `null`. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Which span of which trace: 32 and 16 lower-case hex digits. */
export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags?: number;
  /** Whether the context came from another process; `undefined` where nobody knows. */
  readonly isRemote?: boolean | undefined;
}

export interface SpanEvent {
  readonly name: string;
  readonly time: HrTime;
  readonly attributes?: Attributes | undefined;
  readonly droppedAttributesCount?: number | undefined;
}

export interface SpanLink {
  readonly context: SpanContext;
  readonly attributes?: Attributes | undefined;
  readonly droppedAttributesCount?: number | undefined;
}

/** `0` unset, `1` ok, `2` error. */
export interface SpanStatus {
  readonly code: number;
  readonly message?: string | undefined;
}

export interface InstrumentationScope {
  readonly name: string;
  readonly version?: string | undefined;
}

/** What made the spans. The SDKs share one object between all spans of a provider, which makes it a cache key. */
export interface Resource {
  readonly attributes: Attributes;
}

/** `SpanKind` of the OpenTelemetry API. */
export const SpanKind = { internal: 0, server: 1, client: 2, producer: 3, consumer: 4 } as const;

/** `SpanStatusCode` of the OpenTelemetry API. */
export const StatusCode = { unset: 0, ok: 1, error: 2 } as const;

/**
 * A span as the SDKs hand it to an exporter. Every span of `@opentelemetry/sdk-trace` 3.x, `sdk-trace-base` 2.x and 1.x
 * is assignable to it.
 */
export interface ReadableSpan {
  readonly name: string;
  readonly kind: number;
  spanContext(): SpanContext;
  /** Absent for a root, and in SDK 1.x, which has `parentSpanId` instead. */
  readonly parentSpanContext?: SpanContext | undefined;
  /** SDK 1.x only. */
  readonly parentSpanId?: string | undefined;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly ended?: boolean;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  readonly links: readonly SpanLink[];
  readonly events: readonly SpanEvent[];
  readonly resource: Resource;
  readonly instrumentationScope?: InstrumentationScope | undefined;
  /** SDK 1.x only. */
  readonly instrumentationLibrary?: InstrumentationScope | undefined;
  readonly droppedAttributesCount?: number;
  readonly droppedEventsCount?: number;
  readonly droppedLinksCount?: number;
}
