import { type Context, ROOT_CONTEXT, type Span as ApiSpan, type SpanOptions } from '@opentelemetry/api';
import { type ReadableSpan, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/** A started span that can be read, of a provider of its own. */
export function startSpan(
  options: SpanOptions = {},
  { parent = ROOT_CONTEXT, spanProcessors = [] }: { parent?: Context; spanProcessors?: SpanProcessor[] } = {},
): ApiSpan & ReadableSpan {
  const tracer = new TracerProvider({ spanProcessors }).getTracer('test');
  return tracer.startSpan('work', options, parent) as ApiSpan & ReadableSpan;
}
