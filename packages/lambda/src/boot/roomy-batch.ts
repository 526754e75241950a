import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { BatchConfig } from '../config/config.ts';
import { isLocalRoot } from './local-root.ts';

/** What the SDK's own takes. */
export type RoomyBatchOptions = BatchConfig & { readonly exporter: SpanExporter };

/**
 * The SDK's batch processor, which empties its queue before a local root might find it full. An invocation's own span ends last: it
 * would be the one that is dropped, and its document would stay in progress for ever.
 */
export class RoomyBatch extends BatchSpanProcessor {
  readonly #maxQueueSize: number;
  /** Spans that came since all were last taken out of the queue. Timers take some out too: there may be fewer in it. */
  #maxQueued = 0;

  constructor(options: RoomyBatchOptions) {
    super(options);
    this.#maxQueueSize = options.maxQueueSize;
  }

  override onEnd(span: ReadableSpan): void {
    if (this.#maxQueued >= this.#maxQueueSize && isLocalRoot(span)) {
      // The flush at the end of the invocation meets the same failure, and tells it once.
      this.forceFlush().catch(() => undefined);
    }
    this.#maxQueued++;
    super.onEnd(span);
  }

  /** Takes all spans out of the queue at once; the promise is for their export. */
  override forceFlush(): Promise<void> {
    this.#maxQueued = 0;
    return super.forceFlush();
  }
}
