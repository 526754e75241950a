import { AWSXRayIdGenerator } from '@opentelemetry/id-generator-aws-xray';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { ExporterName, LambdaConfig } from '../config/config.ts';
import type { Environment } from '../config/settings.ts';
import { LateDelivery } from '../delivery/late-delivery.ts';
import { LateExporter } from '../delivery/late-exporter.ts';
import { setCurrentTracing, TRACER_NAME } from '../tracing.ts';
import type { Tracing } from '../tracing.ts';
import { createFlush } from './flush.ts';
import type { ApiChoice } from './api.ts';
import { registerGlobals } from './globals.ts';
import { log } from './logger.ts';
import { OpenSpans } from './open-spans.ts';
import { PerInvocation } from './per-invocation.ts';
import { createPropagator } from './propagators.ts';
import { RoomyBatch } from './roomy-batch.ts';
import { createSampler } from './sampler.ts';

/**
 * Sets OpenTelemetry up for this process: provider, batch processor, exporters, propagators and context, and makes them the
 * API's global ones. Loads nothing that sends; `open` of the result does.
 */
export function boot(config: LambdaConfig, env: Environment, api: ApiChoice): Tracing {
  const openSpans = new OpenSpans();
  const exporters = config.exporters.map((name) => createExporter(name, config, env));
  const deliveries = exporters.filter((exporter) => exporter instanceof LateDelivery);
  const batches = exporters.map((exporter) => new RoomyBatch({ exporter, ...config.batch }));
  // Only there do invocations overlap. Elsewhere what has ended may go out while the invocation still runs.
  const held = env['AWS_LAMBDA_MAX_CONCURRENCY'] === undefined ? [] : batches.map((batch) => new PerInvocation(batch));
  const provider = new TracerProvider({
    resource: resourceFromAttributes(config.resource),
    sampler: createSampler(config.sampler),
    idGenerator: new AWSXRayIdGenerator(),
    spanProcessors: [
      ...(deliveries.length === 0 ? [] : [openSpans]),
      ...deliveries,
      ...(held.length === 0 ? batches : held),
    ],
  });
  const propagator = createPropagator(config.propagators);
  const contextManager = new AsyncLocalStorageContextManager().enable();
  registerGlobals({ provider, propagator, contextManager }, config, api);
  let isOpen = false;
  let opening: Promise<unknown> | undefined;
  const tracing: Tracing = {
    config,
    tracer: provider.getTracer(TRACER_NAME),
    get isOpen() {
      return isOpen;
    },
    open: async () => {
      await (opening ??= Promise.all(exporters.map((exporter) => exporter.open())));
      isOpen = true;
    },
    flush: createFlush({ provider, exporters, fullMillis: config.flushTimeoutMillis }),
    sendOpen: async (token, note) => {
      for (const one of held) one.release(token);
      await Promise.all(deliveries.map((delivery) => delivery.sendOpen(openSpans.of(token), note)));
    },
  };
  setCurrentTracing(tracing);
  return tracing;
}

function createExporter(name: ExporterName, config: LambdaConfig, env: Environment): LateDelivery | LateExporter {
  switch (name) {
    case 'xray':
      return new LateDelivery(async () => (await import('../delivery/xray.ts')).createDaemonDelivery(config));
    case 'console':
      return new LateDelivery(async () => (await import('../delivery/xray.ts')).createConsoleDelivery(config));
    case 'otlp':
      return new LateExporter(async () =>
        (await import('../delivery/otlp.ts')).createOtlpExporter(env, config.flushTimeoutMillis, log()),
      );
  }
}
