import { AWSXRayIdGenerator } from '@opentelemetry/id-generator-aws-xray';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { LambdaConfig } from '../config/config.ts';
import type { Environment } from '../config/settings.ts';
import { LateDelivery } from '../delivery/late-delivery.ts';
import type { LateExporter } from '../delivery/late-exporter.ts';
import { TRACER_NAME } from '../tracing.ts';
import type { OwnTracing } from '../tracing.ts';
import { createFlush } from './flush.ts';
import { OpenSpans } from './open-spans.ts';
import { PerInvocation } from './per-invocation.ts';
import { RoomyBatch } from './roomy-batch.ts';
import { createSampler } from './sampler.ts';

/** What invocations are traced with, and the provider behind it, which nobody knows yet. */
export interface CreatedTracing {
  readonly tracing: OwnTracing;
  readonly provider: TracerProvider;
}

/** Brings a provider and exporters together. Registers nothing, and loads nothing that sends; `open` of the result does. */
export function createTracing(
  config: LambdaConfig,
  env: Environment,
  exporters: readonly (LateDelivery | LateExporter)[],
): CreatedTracing {
  const openSpans = new OpenSpans();
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
  let isOpen = false;
  let opening: Promise<unknown> | undefined;
  const tracing: OwnTracing = {
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
    rehearsal: () => {
      const muted = deliveries.map((delivery) => delivery.muted());
      return createTracing(config, env, muted).tracing;
    },
  };
  return { tracing, provider };
}
