import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DiagLogger } from '@opentelemetry/api';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Environment } from '../config/settings.ts';

/** What every one of the official OTLP trace exporters exports. */
interface OtlpModule {
  readonly OTLPTraceExporter: new (options: { readonly timeoutMillis?: number }) => SpanExporter;
}

/** The official exporters by protocol. @see OpenTelemetry specification, "OTLP exporter configuration". */
const PACKAGES = new Map([
  ['http/protobuf', '@opentelemetry/exporter-trace-otlp-proto'],
  ['http/json', '@opentelemetry/exporter-trace-otlp-http'],
  ['grpc', '@opentelemetry/exporter-trace-otlp-grpc'],
]);

/**
 * The official OTLP exporter: from the function's own dependencies, or from beside this package (the layer). It reads the
 * `OTEL_EXPORTER_OTLP_*` variables itself. Rejects where it cannot be found.
 *
 * @param timeoutMillis - of an export, its tries together, where no variable says it: how long an answer waits. What still runs then
 *   keeps the event loop busy, and so back an answer that a runtime client with callbacks gives when that is empty.
 * @param diag - handed in: imported here as well, the bundler would take it out of `register`, which must stay one file.
 */
export async function createOtlpExporter(
  env: Environment,
  timeoutMillis: number,
  diag: DiagLogger,
): Promise<SpanExporter> {
  const name = packageName(env, diag);
  const { OTLPTraceExporter } = (await importFrom(env['LAMBDA_TASK_ROOT'], name)) as OtlpModule;
  const isTimeoutSaid = env['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT'] || env['OTEL_EXPORTER_OTLP_TIMEOUT'];
  return new OTLPTraceExporter(isTimeoutSaid ? {} : { timeoutMillis });
}

function packageName(env: Environment, diag: DiagLogger): string {
  const { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, OTEL_EXPORTER_OTLP_PROTOCOL } = env;
  // An empty variable is as good as none.
  const protocol = OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || OTEL_EXPORTER_OTLP_PROTOCOL || 'http/protobuf';
  const known = PACKAGES.get(protocol);
  if (known === undefined) diag.warn(`OTEL_EXPORTER_OTLP_PROTOCOL=${protocol} is ignored; using http/protobuf`);
  return known ?? '@opentelemetry/exporter-trace-otlp-proto';
}

/**
 * A module of the function's own dependencies, or else of those that this package sees. Known at run time alone: webpack, which would
 * put a failure in the place of such an import, is told to leave it.
 */
async function importFrom(folder: string | undefined, name: string): Promise<unknown> {
  if (folder !== undefined) {
    try {
      const { createRequire } = process.getBuiltinModule('node:module');
      const file = createRequire(join(folder, 'package.json')).resolve(name);
      return await import(/* webpackIgnore: true */ pathToFileURL(file).href);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return import(/* webpackIgnore: true */ name);
}
