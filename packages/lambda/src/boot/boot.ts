import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { ExporterName, LambdaConfig } from '../config/config.ts';
import type { Environment } from '../config/settings.ts';
import { LateDelivery } from '../delivery/late-delivery.ts';
import { LateExporter } from '../delivery/late-exporter.ts';
import { setCurrentTracing } from '../tracing.ts';
import type { OwnTracing } from '../tracing.ts';
import type { ApiChoice } from './api.ts';
import { createTracing } from './create-tracing.ts';
import { registerGlobals } from './globals.ts';
import { log } from './logger.ts';
import { createPropagator } from './propagators.ts';

/**
 * Sets OpenTelemetry up for this process: provider, batch processor, exporters, propagators and context, and makes them the
 * API's global ones. Loads nothing that sends; `open` of the result does.
 */
export function boot(config: LambdaConfig, env: Environment, api: ApiChoice): OwnTracing {
  const exporters = config.exporters.map((name) => createExporter(name, config, env));
  const { provider, tracing } = createTracing(config, env, exporters);
  const propagator = createPropagator(config.propagators);
  const contextManager = new AsyncLocalStorageContextManager().enable();
  registerGlobals({ provider, propagator, contextManager }, config, api);
  setCurrentTracing(tracing);
  return tracing;
}

function createExporter(name: ExporterName, config: LambdaConfig, env: Environment): LateDelivery | LateExporter {
  switch (name) {
    case 'xray':
    case 'console':
      return new LateDelivery(async () => (await import('../delivery/xray.ts')).createDelivery(name, config));
    case 'otlp':
      return new LateExporter(async () =>
        (await import('../delivery/otlp.ts')).createOtlpExporter(env, config.flushTimeoutMillis, log()),
      );
  }
}
