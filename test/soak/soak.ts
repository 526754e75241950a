import { createUdpSender, type ExporterStats, XRaySpanExporter } from '@otel-xray/exporter';
import type { Order } from './messages.ts';
import { ReceiverProcess } from './receiver-process.ts';
import { BATCH_SPANS, createBatches } from './spans.ts';

/** What the receiver does meanwhile, and for which share of the spans. */
const PHASES = [
  { order: 'read', share: 0.25 },
  { order: 'read slowly', share: 0.2 },
  { order: 'stop', share: 0.2 },
  { order: 'read', share: 0.35 },
] as const satisfies readonly { order: Order; share: number }[];

/** Exports that are under way at the same time. */
const OVERLAPPING = 4;

/** What went in and out while the receiver did one thing. */
export interface PhaseReport {
  readonly order: Order;
  readonly spans: number;
  readonly sentDatagrams: number;
  readonly receivedDatagrams: number;
}

/** What became of the spans, and what it took. */
export interface SoakReport {
  readonly stats: ExporterStats;
  readonly phases: readonly PhaseReport[];
  readonly seconds: number;
  /** Exports whose callback told a failure. */
  readonly failures: number;
  readonly memory: MemoryReport;
}

/** Bytes in use: after a collection at the end of each phase, and the most that was seen. */
export interface MemoryReport {
  readonly heapBytes: readonly number[];
  readonly maxHeapBytes: number;
  readonly rssBytes: readonly number[];
  readonly maxRssBytes: number;
}

/**
 * Sends about so many spans through a real socket to a receiver that reads, reads slowly, is gone, and comes back. Wants
 * `--expose-gc`, to tell what is held from what is not collected yet.
 */
export async function soak(spans: number): Promise<SoakReport> {
  const receiver = new ReceiverProcess();
  try {
    const { port } = await receiver.tell('read');
    const sender = createUdpSender({ daemonAddress: `127.0.0.1:${port}` });
    return await sendThrough(new XRaySpanExporter({ sender }), receiver, spans);
  } finally {
    await receiver.close();
  }
}

async function sendThrough(exporter: XRaySpanExporter, receiver: ReceiverProcess, spans: number): Promise<SoakReport> {
  const memory = new MemoryWatch();
  const phases: PhaseReport[] = [];
  const batches = createBatches();
  const startedAt = performance.now();
  let failures = 0;
  for (const { order, share } of PHASES) {
    await receiver.tell(order);
    const before = exporter.stats();
    for (let left = Math.ceil((spans * share) / BATCH_SPANS / OVERLAPPING); left > 0; left--) {
      const exports = Array.from({ length: OVERLAPPING }, (_, i) =>
        exportBatch(exporter, batches[(left + i) % batches.length] ?? []),
      );
      for (const isSent of await Promise.all(exports)) failures += isSent ? 0 : 1;
      memory.look();
      // The app's own turn: without one, nothing that arrives is heard.
      await new Promise(setImmediate);
    }
    const after = exporter.stats();
    const { datagrams: receivedDatagrams } = await receiver.tell('count');
    const sentDatagrams = after.datagrams - before.datagrams;
    phases.push({ order, spans: after.spans - before.spans, sentDatagrams, receivedDatagrams });
    memory.lookClosely();
  }
  await exporter.shutdown();
  const seconds = (performance.now() - startedAt) / 1000;
  return { stats: exporter.stats(), phases, seconds, failures, memory: memory.report() };
}

function exportBatch(exporter: XRaySpanExporter, spans: Parameters<XRaySpanExporter['export']>[0]): Promise<boolean> {
  return new Promise((resolve) => exporter.export(spans, ({ code }) => resolve(code === 0)));
}

class MemoryWatch {
  readonly #heapBytes: number[] = [];
  readonly #rssBytes: number[] = [];
  #maxHeapBytes = 0;
  #maxRssBytes = 0;

  look(): void {
    const { heapUsed, rss } = process.memoryUsage();
    this.#maxHeapBytes = Math.max(this.#maxHeapBytes, heapUsed);
    this.#maxRssBytes = Math.max(this.#maxRssBytes, rss);
  }

  lookClosely(): void {
    if (globalThis.gc === undefined) throw new Error('start Node with --expose-gc');
    globalThis.gc();
    const { heapUsed, external, rss } = process.memoryUsage();
    this.#heapBytes.push(heapUsed + external);
    this.#rssBytes.push(rss);
  }

  report(): MemoryReport {
    return {
      heapBytes: this.#heapBytes,
      maxHeapBytes: this.#maxHeapBytes,
      rssBytes: this.#rssBytes,
      maxRssBytes: this.#maxRssBytes,
    };
  }
}
