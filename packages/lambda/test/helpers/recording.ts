import { context, diag, DiagLogLevel, propagation, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import type { Attributes, Context, Span } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/** The trace that `inTrace` continues. */
export const TRACE_ID = '6553f100a1b2c3d4e5f60718293a4b5c';
/** Its caller, in another service. */
const CALLER_ID = '53995c3f42cd8ad8';

/** What the helpers record and say while a real provider, and a real context manager, are the global ones. */
export interface Recording {
  /** Spans that have ended, without the one of `inTrace`. */
  spans(): readonly ReadableSpan[];
  /** What was said through `diag` at level warn or error: `error: message detail`. */
  readonly told: readonly string[];
  /** Runs `work` in a span called `root`; gives back what it gives, and the span's attributes once that has settled. */
  inTrace<Result>(work: (span: Span) => Result): Promise<{ result: Awaited<Result>; attributes: Attributes }>;
}

/** Takes the place of all that is global; `stopRecording` gives it back. */
export function startRecording(): Recording {
  const exporter = new InMemorySpanExporter();
  const told: string[] = [];
  const hear =
    (level: string) =>
    (...parts: readonly unknown[]): void =>
      void told.push(`${level}: ${parts.join(' ')}`);
  const silent = (): void => undefined;
  forgetTold();
  diag.setLogger(
    { error: hear('error'), warn: hear('warn'), info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  return {
    told,
    spans: () => exporter.getFinishedSpans().filter(({ name }) => name !== 'root'),
    async inTrace(work) {
      const span = trace.getTracer('test').startSpan('root', {}, callerContext(TraceFlags.SAMPLED));
      try {
        const result = await context.with(trace.setSpan(ROOT_CONTEXT, span), () => work(span));
        return { result, attributes: (span as unknown as ReadableSpan).attributes };
      } finally {
        span.end();
      }
    },
  };
}

/** A context in which a caller's span is active, as an extracted trace header leaves it. */
export function callerContext(traceFlags: TraceFlags): Context {
  return trace.setSpanContext(ROOT_CONTEXT, { traceId: TRACE_ID, spanId: CALLER_ID, traceFlags, isRemote: true });
}

export function stopRecording(): void {
  for (const api of [trace, context, propagation, diag]) api.disable();
}

/** What was said once is said again: the next test wants to hear it, too. */
function forgetTold(): void {
  Reflect.deleteProperty(globalThis, Symbol.for('otel-xray/lambda told'));
}
