import type { SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { waitFor } from './deadline.ts';
import { log } from './logger.ts';

/** Hands over what has ended, and waits no longer than `timeoutMillis`. Never rejects. */
export type Flush = (timeoutMillis: number) => Promise<void>;

/** What is flushed, and how long that usually may take. */
export interface FlushOptions {
  readonly provider: Pick<TracerProvider, 'forceFlush'>;
  readonly exporters: readonly SpanExporter[];
  /** What `OTEL_XRAY_FLUSH_TIMEOUT` says. */
  readonly fullMillis: number;
}

/** The part of its time that a flush is given while the ones before it were late. */
const LATE_SHARE = 0.1;

/**
 * The flush of a provider and its exporters. After one that was late, the next ones wait a tenth until one is in time again: an
 * endpoint that does not answer is not waited for in full at every invocation. That one was late, or failed, is told once.
 */
export function createFlush({ provider, exporters, fullMillis }: FlushOptions): Flush {
  const told = new Set<string>();
  const tell = (status: string, message: string, ...details: unknown[]): void => {
    if (told.has(status)) return;
    told.add(status);
    log().warn(message, ...details);
  };
  let isLate = false;
  return async (timeoutMillis) => {
    const millis = isLate ? Math.ceil(timeoutMillis * LATE_SHARE) : timeoutMillis;
    const flushing = provider
      // Ours is the deadline that ends the wait: the provider's own would be one failure among others.
      .forceFlush({ timeoutMillis: 2 * timeoutMillis })
      // An export that a timer began is none that the processor waits for.
      .then(() => Promise.all(exporters.map((exporter) => exporter.forceFlush?.())));
    const wait = await waitFor(flushing, millis);
    if (wait.status === 'late') tell(wait.status, `spans were not handed over within ${millis} ms (told once)`);
    if (wait.status === 'failed') tell(wait.status, 'spans could not be handed over (told once)', wait.error);
    if (wait.status !== 'late') isLate = false;
    // Close to the time-out of the function a wait is cut short, which says nothing of who was waited for.
    else if (millis >= fullMillis * LATE_SHARE) isLate = true;
  };
}
