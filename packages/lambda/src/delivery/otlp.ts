import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DiagLogger } from '@opentelemetry/api';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Environment } from '../config/settings.ts';

/** What every one of the official OTLP trace exporters exports. */
interface OtlpModule {
  readonly OTLPTraceExporter: new () => SpanExporter;
}

/** The official exporters by protocol. @see OpenTelemetry specification, "OTLP exporter configuration". */
const PACKAGES: Readonly<Record<string, string>> = {
  'http/protobuf': '@opentelemetry/exporter-trace-otlp-proto',
  'http/json': '@opentelemetry/exporter-trace-otlp-http',
  grpc: '@opentelemetry/exporter-trace-otlp-grpc',
};

/**
 * The official OTLP exporter: from the function's own dependencies, or from beside this package (the layer). It reads the
 * `OTEL_EXPORTER_OTLP_*` variables itself. Rejects where it cannot be found.
 *
 * @param diag - handed in: imported here as well, the bundler would take it out of `register`, which must stay one file.
 */
export async function createOtlpExporter(env: Environment, diag: DiagLogger): Promise<SpanExporter> {
  const name = packageName(env, diag);
  const { OTLPTraceExporter } = (await importFrom(env['LAMBDA_TASK_ROOT'], name)) as OtlpModule;
  return new OTLPTraceExporter();
}

function packageName(env: Environment, diag: DiagLogger): string {
  const { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, OTEL_EXPORTER_OTLP_PROTOCOL } = env;
  // An empty variable is as good as none.
  const protocol = OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || OTEL_EXPORTER_OTLP_PROTOCOL || 'http/protobuf';
  const known = PACKAGES[protocol];
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
