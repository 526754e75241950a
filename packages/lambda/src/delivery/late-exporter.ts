import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { log } from '../boot/logger.ts';

type ExportDone = Parameters<SpanExporter['export']>[1];

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
}
