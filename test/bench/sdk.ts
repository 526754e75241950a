import type { Attributes, ReadableSpan, SpanContext } from '@otel-xray/segments';
import { requireFrom, type PeerName } from './peers.ts';

/** The part of OpenTelemetry's API that the benchmark calls, alike in 1.9 and 1.10. */
export interface Api {
  readonly ROOT_CONTEXT: Context;
  readonly trace: {
    setSpan(context: Context, span: Span): Context;
    setSpanContext(context: Context, spanContext: SpanContext): Context;
  };
  readonly context: {
    with<T>(context: Context, call: () => T): T;
    setGlobalContextManager(manager: unknown): boolean;
  };
  readonly defaultTextMapGetter: never;
}

/** Opaque. */
export interface Context {
  getValue(key: symbol): unknown;
}

/** A running span. */
export interface Span {
  addEvent(name: string, attributes: unknown, time: unknown): unknown;
  setStatus(status: unknown): unknown;
  end(time?: unknown): void;
}

/** Starts spans. */
export interface Tracer {
  startSpan(name: string, options: object, context?: Context): Span;
}

/** What a batch processor drives. */
export interface Exporter {
  export(spans: readonly ReadableSpan[], done: (result: { code: number; error?: Error }) => void): void;
  forceFlush?(): Promise<void>;
  shutdown(): Promise<void>;
}

interface Provider {
  getTracer(name: string, version: string): Tracer;
  forceFlush(): Promise<void>;
}

type Constructor<Made> = new (...args: unknown[]) => Made;

/** One line of the SDK, from one install: 1.30 (`adot`) or 3.x (`otlp`, and the workspace's own). */
export interface Sdk {
  readonly api: Api;
  createProvider(resource: Attributes, processors: readonly unknown[]): Provider;
  createBatchProcessor(exporter: Exporter): unknown;
  /** Lets spans find the active one across `await`, as an app does. */
  followContext(): void;
}

/** Loads the SDK of an install, and hides what differs between the lines. */
export function loadSdk(place: Extract<PeerName, 'adot' | 'otlp'> | 'sdk3'): Sdk {
  const load = requireFrom(place);
  const api = load('@opentelemetry/api') as Api;
  const resources = load('@opentelemetry/resources') as Record<string, unknown>;
  const sdk = load(place === 'adot' ? '@opentelemetry/sdk-trace-base' : '@opentelemetry/sdk-trace') as Record<
    string,
    unknown
  >;
  const isOld = place === 'adot';
  const Provider = sdk[isOld ? 'BasicTracerProvider' : 'TracerProvider'] as Constructor<Provider>;
  const Processor = sdk['BatchSpanProcessor'] as Constructor<unknown>;
  return {
    api,
    createProvider: (attributes, spanProcessors) => {
      const resource = isOld
        ? new (resources['Resource'] as Constructor<unknown>)(attributes)
        : (resources['resourceFromAttributes'] as (attributes: Attributes) => unknown)(attributes);
      return new Provider({ resource, spanProcessors });
    },
    createBatchProcessor: (exporter) => (isOld ? new Processor(exporter) : new Processor({ exporter })),
    followContext: () => {
      const hooks = load('@opentelemetry/context-async-hooks') as Record<string, Constructor<{ enable(): unknown }>>;
      const Manager = hooks['AsyncLocalStorageContextManager'] as Constructor<{ enable(): unknown }>;
      api.context.setGlobalContextManager(new Manager().enable());
    },
  };
}
