import { context, INVALID_SPAN_CONTEXT, isSpanContextValid, trace } from '@opentelemetry/api';
import type { Context, Span, SpanOptions, Tracer, TracerProvider } from '@opentelemetry/api';

/**
 * A provider whose tracers record nothing but children of other spans.
 *
 * What a function calls while it is loaded belongs to no invocation: recorded, each call would be a trace of its own, an orphan
 * on the service map.
 */
export function childSpansOnly(provider: TracerProvider): TracerProvider {
  return { getTracer: (...scope) => new ChildTracer(provider.getTracer(...scope)) };
}

class ChildTracer implements Tracer {
  readonly #tracer: Tracer;
  readonly startActiveSpan: Tracer['startActiveSpan'];

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
    // A span around a function is the app's own wish; the instrumentations here do not use it.
    this.startActiveSpan = tracer.startActiveSpan.bind(tracer);
  }

  startSpan(name: string, options?: SpanOptions, parent: Context = context.active()): Span {
    const above = trace.getSpanContext(parent);
    if (above === undefined || !isSpanContextValid(above)) return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    return this.#tracer.startSpan(name, options, parent);
  }
}
