import { createConsoleSender, createUdpSender, InProgressSpanProcessor, XRaySpanExporter } from '@otel-xray/exporter';
import type { Sender } from '@otel-xray/exporter';
import type { ReadableSpan, Span } from '@opentelemetry/sdk-trace';
import type { LambdaConfig } from '../config/config.ts';
import { toOpenSpan } from './open-span.ts';

/** What turns spans into segment documents and hands them over. */
export interface Delivery {
  readonly exporter: XRaySpanExporter;
  /** Sends a local root that has just started, as in progress. Never throws. */
  start(span: Span): void;
  /** Hands over spans that are still open, as they are now, with a note of why. Never rejects. */
  sendOpen(spans: readonly ReadableSpan[], note: string): Promise<void>;
  /** Opens what can be opened before work arrives. Never rejects. */
  open(): Promise<void>;
  /** Resolves when all that was given so far is handed over. Never rejects. */
  forceFlush(): Promise<void>;
  /** Another one, which does all that this one does, but hands nothing over. */
  muted(): Delivery;
}

/** The config's part that decides what documents look like. */
export type DocumentConfig = Pick<LambdaConfig, 'lambdaRoot' | 'indexedAttributes' | 'isInProgressSent'>;

/**
 * Documents to the daemon, or to standard output, a line each. This file and what it imports is loaded when the function's own code
 * has been, not before.
 */
export function createDelivery(name: 'xray' | 'console', config: DocumentConfig): Delivery {
  if (name === 'console') return createDeliveryBy(createConsoleSender(), config, nothing);
  const sender = createUdpSender();
  return createDeliveryBy(sender, config, () => sender.open());
}

function createDeliveryBy(sender: Sender, config: DocumentConfig, open: () => Promise<void>): Delivery {
  const { lambdaRoot, indexedAttributes, isInProgressSent } = config;
  const options = { sender, lambdaRoot, indexedAttributes };
  const exporter = new XRaySpanExporter(options);
  const inProgress = new InProgressSpanProcessor({ ...options, enabled: isInProgressSent });
  return {
    exporter,
    start: (span) => inProgress.onStart(span as unknown as Parameters<InProgressSpanProcessor['onStart']>[0]),
    sendOpen: async (spans, note) => {
      if (spans.length === 0) return;
      const openSpans = spans.map((span) => toOpenSpan(span, note));
      await new Promise<void>((resolve) => exporter.export(openSpans as never, () => resolve()));
    },
    open,
    forceFlush: async () => {
      await Promise.all([inProgress.forceFlush(), exporter.forceFlush()]);
    },
    muted: () => createDeliveryBy(MUTE, config, nothing),
  };
}

/** Takes all, and does nothing with it. */
const MUTE: Sender = { send: async () => ({ status: 'sent' }), forceFlush: nothing, shutdown: nothing };

async function nothing(): Promise<void> {
  // There is nothing to open or to wait for.
}
