import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Environment } from '../config/settings.ts';
import { log } from '../boot/logger.ts';

type ExportDone = Parameters<SpanExporter['export']>[1];

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
 * The official OTLP exporter, loaded where `otlp` is asked for, after the function's own modules: from the function's own
 * dependencies, or from beside this package (the layer). It reads the `OTEL_EXPORTER_OTLP_*` variables itself. Where it cannot be found, spans are lost, told once.
 */
export class LateOtlpExporter implements SpanExporter {
  readonly #env: Environment;
  #loading: Promise<SpanExporter | undefined> | undefined;

  constructor(env: Environment) {
    this.#env = env;
  }

  /** Loads it, so that no request waits for that. Never rejects. */
  async open(): Promise<void> {
    await this.#loaded();
  }

  export(spans: ReadableSpan[], done: ExportDone): void {
    void this.#exportLater(spans, done);
  }

  async forceFlush(): Promise<void> {
    await (await this.#loading)?.forceFlush?.();
  }

  async shutdown(): Promise<void> {
    await (await this.#loading)?.shutdown();
  }

  async #exportLater(spans: ReadableSpan[], done: ExportDone): Promise<void> {
    const exporter = await this.#loaded();
    if (exporter === undefined) done({ code: 1, error: new Error('the OTLP exporter could not be loaded') });
    else exporter.export(spans, done);
  }

  #loaded(): Promise<SpanExporter | undefined> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      log().error('OTEL_TRACES_EXPORTER=otlp: the exporter could not be loaded, spans are lost', error);
      return undefined;
    });
    return this.#loading;
  }

  async #load(): Promise<SpanExporter> {
    const name = this.#packageName();
    const { OTLPTraceExporter } = (await importFrom(this.#env['LAMBDA_TASK_ROOT'], name)) as OtlpModule;
    return new OTLPTraceExporter();
  }

  #packageName(): string {
    const { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, OTEL_EXPORTER_OTLP_PROTOCOL } = this.#env;
    // An empty variable is as good as none.
    const protocol = OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || OTEL_EXPORTER_OTLP_PROTOCOL || 'http/protobuf';
    const known = PACKAGES[protocol];
    if (known === undefined) log().warn(`OTEL_EXPORTER_OTLP_PROTOCOL=${protocol} is ignored; using http/protobuf`);
    return known ?? '@opentelemetry/exporter-trace-otlp-proto';
  }
}

/** A module of the function's own dependencies, or else of those that this package sees. */
async function importFrom(folder: string | undefined, name: string): Promise<unknown> {
  if (folder !== undefined) {
    try {
      const { createRequire } = process.getBuiltinModule('node:module');
      const file = createRequire(join(folder, 'package.json')).resolve(name);
      return await import(pathToFileURL(file).href);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return import(name);
}
