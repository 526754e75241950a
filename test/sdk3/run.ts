import { context, defaultTextMapGetter, diag, DiagLogLevel, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Context, Span } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, RandomIdGenerator, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { XRaySpanExporter } from '@otel-xray/exporter';
import { XRayPropagator } from '@otel-xray/propagator';
import { startDaemon } from '@otel-xray/testing';
import { createCountingIds, RESOURCE } from '../lines/line.ts';
import type { LineSpan, LineTracer, TracerOptions } from '../lines/line.ts';
import { runScenario } from '../lines/scenario.ts';

// The scenario on SDK 3.x with API 1.10: prints the report of this line as JSON.
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const report = await runScenario({
  name: 'sdk3',
  sdkVersion: String(defaultResource().attributes['telemetry.sdk.version']),
  XRaySpanExporter,
  startDaemon,
  createTracer,
  listenToDiag,
});
process.stdout.write(JSON.stringify(report));

function createTracer(options: TracerOptions): LineTracer {
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes(RESOURCE)),
    idGenerator: options.ids === 'own' ? new RandomIdGenerator() : createCountingIds(),
    spanProcessors: [createProcessor(options)],
  });
  const tracer = provider.getTracer('shop', '1.0.0');
  return {
    startSpan: (name, spanOptions, parent) => context.with(below(parent), () => tracer.startSpan(name, spanOptions)),
    forceFlush: () => provider.forceFlush(),
    shutdown: () => provider.shutdown(),
  };
}

function createProcessor({ exporter, processor, maxExportBatchSize }: TracerOptions): SpanProcessor {
  if (processor === 'simple') return new SimpleSpanProcessor({ exporter });
  return new BatchSpanProcessor({ exporter, maxExportBatchSize });
}

function below(parent: LineSpan | { readonly traceHeader: string } | undefined): Context {
  if (parent === undefined) return ROOT_CONTEXT;
  if (!('traceHeader' in parent)) return trace.setSpan(ROOT_CONTEXT, parent as Span);
  const carrier = { 'x-amzn-trace-id': parent.traceHeader };
  return new XRayPropagator().extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
}

function listenToDiag(hear: (text: string) => void): void {
  const say = (...words: unknown[]): void => hear(words.map(String).join(' '));
  diag.setLogger({ error: say, warn: say, info: say, debug: say, verbose: say }, DiagLogLevel.WARN);
}
