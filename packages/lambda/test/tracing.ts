import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { resolveConfig } from '../src/config/config.ts';
import type { InvocationOptions } from '../src/invocation/invocations.ts';
import type { Tracing } from '../src/tracing.ts';

/** Tracing that keeps what it is given, and says in which order things happened. */
export interface RecordedTracing extends Tracing {
  readonly steps: string[];
  spans(): readonly ReadableSpan[];
}

/** `env` is what the config is resolved from. */
export function recordTracing(env: Record<string, string> = {}): RecordedTracing {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const steps: string[] = [];
  return {
    config: resolveConfig(env),
    tracer: provider.getTracer('test'),
    steps,
    spans: () => exporter.getFinishedSpans(),
    isOpen: true,
    open: async () => undefined,
    flush: async () => {
      steps.push('flushed');
    },
    sendOpen: async (_token, note) => {
      steps.push(note);
    },
  };
}

/** What `wrap` takes, around `tracing`. */
export function toOptions(tracing: Tracing, options: Partial<InvocationOptions> = {}): InvocationOptions {
  return { tracing, env: {}, preset: undefined, traceHeader: undefined, ...options };
}
