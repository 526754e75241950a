import { context, diag, DiagLogLevel, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { XRayPropagator } from '@otel-xray/propagator';

/** Where the official instrumentation's spans come from. */
export const OFFICIAL_SCOPE = '@opentelemetry/instrumentation-aws-sdk';

const exporter = new InMemorySpanExporter();

/** What a program has that traces to X-Ray: a provider, a context manager, the propagator. Once in a process. */
export function registerTelemetry(): void {
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new XRayPropagator());
}

/** What is said through `diag` from now on, at level warn or error; grows. What was said once is said again. */
export function recordWarnings(): readonly string[] {
  const told: string[] = [];
  const silent = (): void => undefined;
  const warn = (...words: readonly unknown[]): void => void told.push(words.join(' '));
  diag.setLogger(
    { error: warn, warn, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  Reflect.deleteProperty(globalThis, Symbol.for('otel-xray/lambda told'));
  return told;
}

/** The official instrumentation, which must come before the AWS SDK is loaded; switched off until it is wanted. */
export function registerOfficial(): AwsInstrumentation {
  const official = new AwsInstrumentation();
  registerInstrumentations({ instrumentations: [official] });
  return official;
}

/** Runs `work` below a span; gives the spans of the calls that it made. */
export async function spansOf(work: () => unknown): Promise<readonly ReadableSpan[]> {
  exporter.reset();
  const parent = trace.getTracer('test').startSpan('invocation');
  try {
    await context.with(trace.setSpan(ROOT_CONTEXT, parent), work);
  } finally {
    parent.end();
  }
  return exporter.getFinishedSpans().filter(({ name }) => name !== 'invocation');
}
