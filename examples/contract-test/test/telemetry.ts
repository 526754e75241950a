import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { XRayLambdaPropagator } from '@otel-xray/propagator';
import { createSegmentCollector } from '@otel-xray/testing';

/** What the service sends to X-Ray, caught before it leaves the process. */
export const collector = createSegmentCollector({ indexedAttributes: ['order.id'] });

const provider = new TracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'shop' }),
  spanProcessors: [new BatchSpanProcessor({ exporter: collector.exporter })],
});
trace.setGlobalTracerProvider(provider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new XRayLambdaPropagator());

/** Lets ended spans reach the collector. */
export const flush = (): Promise<void> => provider.forceFlush();
