import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { log } from '../boot/logger.ts';

type ExportDone = Parameters<SpanExporter['export']>[1];
type ExportResult = Parameters<ExportDone>[0];

/** An exporter of others' that is loaded after the function's own modules. Where it cannot be had, spans are lost, told once. */
export class LateExporter implements SpanExporter {
  readonly #load: () => Promise<SpanExporter>;
  #loading: Promise<SpanExporter | undefined> | undefined;

  constructor(load: () => Promise<SpanExporter>) {
    this.#load = load;
  }

  /** Loads it, so that no request waits for that. Never rejects. */
  async open(): Promise<void> {
    await this.#loaded();
  }

  /** Calls `done` exactly once, whatever the exporter does; never throws. */
  export(spans: ReadableSpan[], done: ExportDone): void {
    void this.#exportLater(spans)
      .then(done)
      .catch((error: unknown) => log().error('the callback of an export threw', error));
  }

  async forceFlush(): Promise<void> {
    await (await this.#loading)?.forceFlush?.();
  }

  async shutdown(): Promise<void> {
    await (await this.#loading)?.shutdown();
  }

  async #exportLater(spans: ReadableSpan[]): Promise<ExportResult> {
    const exporter = await this.#loaded();
    if (exporter === undefined) return failure(new Error('the OTLP exporter could not be loaded'));
    // What others' exporters throw, or reject with, would be nobody's: it would end the process.
    return new Promise<ExportResult>((resolve, reject) => {
      const running: unknown = exporter.export(spans, resolve);
      Promise.resolve(running).catch(reject);
    }).catch(failure);
  }

  #loaded(): Promise<SpanExporter | undefined> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      log().error('OTEL_TRACES_EXPORTER=otlp: the exporter could not be loaded, spans are lost', error);
      return undefined;
    });
    return this.#loading;
  }
}

function failure(error: unknown): ExportResult {
  return { code: 1, error: error instanceof Error ? error : new Error(String(error)) };
}
