import type { SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { waitFor } from './deadline.ts';
import { log } from './logger.ts';

/** Hands over what has ended, and waits no longer than `timeoutMillis`. Never rejects. */
export type Flush = (timeoutMillis: number) => Promise<void>;

/** The flush of a provider and its exporters. That one was late, or failed, is told once: it may be so at every invocation. */
export function createFlush(provider: TracerProvider, exporters: readonly SpanExporter[]): Flush {
  const told = new Set<string>();
  const tell = (status: string, message: string, ...details: unknown[]): void => {
    if (told.has(status)) return;
    told.add(status);
    log().warn(message, ...details);
  };
  return async (timeoutMillis) => {
    const flushing = provider
      // Ours is the deadline that ends the wait: the provider's own would be one failure among others.
      .forceFlush({ timeoutMillis: 2 * timeoutMillis })
      // An export that a timer began is none that the processor waits for.
      .then(() => Promise.all(exporters.map((exporter) => exporter.forceFlush?.())));
    const wait = await waitFor(flushing, timeoutMillis);
    if (wait.status === 'late') tell(wait.status, `spans were not handed over within ${timeoutMillis} ms (told once)`);
    if (wait.status === 'failed') tell(wait.status, 'spans could not be handed over (told once)', wait.error);
  };
}
