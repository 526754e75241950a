import type { ReadableSpan, Span, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import { log } from '../boot/logger.ts';
import type { Delivery } from './xray.ts';

type ExportDone = Parameters<SpanExporter['export']>[1];

/**
 * A delivery that is loaded when it is first wanted: what translates and sends is most of this package's code, and none of it
 * is needed before the function's own modules are loaded. A failure to load loses spans, told once, and nothing else.
 */
export class LateDelivery implements SpanExporter, SpanProcessor {
  readonly #load: () => Promise<Delivery>;
  #loading: Promise<Delivery | undefined> | undefined;
  #delivery: Delivery | undefined;

  constructor(load: () => Promise<Delivery>) {
    this.#load = load;
  }

  /** Loads it and opens the socket. Never rejects. */
  async open(): Promise<void> {
    await (await this.#loaded())?.open();
  }

  /** Another one, which does all that this one does but hand over. */
  muted(): LateDelivery {
    return new LateDelivery(async () => ((await this.#loaded()) as Delivery).muted());
  }

  export(spans: ReadableSpan[], done: ExportDone): void {
    if (this.#delivery !== undefined) this.#delivery.exporter.export(spans as never, done);
    else void this.#exportLater(spans, done);
  }

  /** Before it is loaded, no invocation has begun that could have open spans. */
  async sendOpen(spans: readonly ReadableSpan[], note: string): Promise<void> {
    await this.#delivery?.sendOpen(spans, note);
  }

  onStart(span: Span): void {
    this.#delivery?.start(span);
  }

  onEnd(): void {
    // The batch processor brings it.
  }

  async forceFlush(): Promise<void> {
    await this.#delivery?.forceFlush();
  }

  async shutdown(): Promise<void> {
    await this.#delivery?.exporter.shutdown();
  }

  async #exportLater(spans: ReadableSpan[], done: ExportDone): Promise<void> {
    const delivery = await this.#loaded();
    if (delivery === undefined) done({ code: 1, error: new Error('the X-Ray exporter could not be loaded') });
    else delivery.exporter.export(spans as never, done);
  }

  #loaded(): Promise<Delivery | undefined> {
    this.#loading ??= this.#load().then(
      (delivery) => (this.#delivery = delivery),
      (error: unknown) => {
        log().error('the X-Ray exporter could not be loaded: spans are lost', error);
        return undefined;
      },
    );
    return this.#loading;
  }
}
