import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { RoomyBatch } from '../../src/boot/roomy-batch.ts';

const MAX_QUEUE_SIZE = 8;

/** A provider with a small queue, and how many spans each export brought. */
function setUp(exporter: InMemorySpanExporter = new InMemorySpanExporter()) {
  const exports: number[] = [];
  const counting: SpanExporter = {
    export: (spans, done) => {
      exports.push(spans.length);
      exporter.export(spans, done);
    },
    shutdown: () => exporter.shutdown(),
  };
  const batch = new RoomyBatch({
    exporter: counting,
    maxQueueSize: MAX_QUEUE_SIZE,
    maxExportBatchSize: MAX_QUEUE_SIZE,
    scheduledDelayMillis: 60_000,
    exportTimeoutMillis: 30_000,
  });
  const provider = new TracerProvider({ spanProcessors: [batch] });
  const tracer = provider.getTracer('test');
  return {
    exports,
    provider,
    names: () => exporter.getFinishedSpans().map(({ name }) => name),
    /** An invocation that ends so many spans in one go. */
    invoke: (name: string, spans: number) => {
      const parent = {
        traceId: '6553f100a1b2c3d4e5f60718293a4b5c',
        spanId: '53995c3f42cd8ad8',
        traceFlags: 1,
        isRemote: true,
      };
      const root = tracer.startSpan(name, {}, trace.setSpanContext(ROOT_CONTEXT, parent));
      const inside = trace.setSpan(ROOT_CONTEXT, root);
      for (let i = 0; i < spans; i++) tracer.startSpan(`${name}.${i}`, {}, inside).end();
      root.end();
    },
  };
}

describe('RoomyBatch', () => {
  it('never lets the queue drop the span of an invocation', async () => {
    const { invoke, names, provider } = setUp();
    invoke('large', 50);
    await provider.forceFlush();
    expect(names()).toContain('large');
  });

  it('hands over an ordinary invocation in one go, one after the other', async () => {
    const { invoke, exports, provider } = setUp();
    for (let i = 0; i < 20; i++) {
      invoke('ordinary', MAX_QUEUE_SIZE - 2);
      await provider.forceFlush();
    }
    expect(exports).toEqual(Array.from({ length: 20 }, () => MAX_QUEUE_SIZE - 1));
  });

  it('outlives an exporter that fails', async () => {
    const failing = new InMemorySpanExporter();
    failing.export = (_spans, done) => done({ code: 1, error: new Error('not today') });
    const { invoke, exports, provider } = setUp(failing);
    invoke('large', 50);
    await provider.forceFlush().catch(() => undefined);
    expect(exports.length).toBeGreaterThan(1);
  });
});
