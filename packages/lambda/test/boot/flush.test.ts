import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFlush, type Flush } from '../../src/boot/flush.ts';

const FULL_MILLIS = 1000;

/** A flush to an endpoint that takes so long, for one span at a time; gives how long the caller waited. */
function flushTo(exportMillis: () => number): (timeoutMillis: number) => Promise<number> {
  const exporter: SpanExporter = {
    export: (_spans, done) => void setTimeout(done, exportMillis(), { code: 0 }),
    shutdown: async () => undefined,
  };
  const provider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });
  const flush: Flush = createFlush({ provider, exporters: [exporter], fullMillis: FULL_MILLIS });
  return async (timeoutMillis) => {
    provider.getTracer('test').startSpan('work').end();
    const startedAt = Date.now();
    const flushing = flush(timeoutMillis).then(() => Date.now() - startedAt);
    await vi.advanceTimersByTimeAsync(10_000);
    return flushing;
  };
}

describe('createFlush', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('waits for what is handed over in time', async () => {
    const flush = flushTo(() => 300);
    expect([await flush(FULL_MILLIS), await flush(FULL_MILLIS)]).toEqual([300, 300]);
  });

  it('waits a tenth after one that was late, until one is in time again', async () => {
    const exports = [5000, 5000, 5000, 50, 900].values();
    const flush = flushTo(() => exports.next().value ?? 0);
    const waits: number[] = [];
    for (let i = 0; i < 5; i++) waits.push(await flush(FULL_MILLIS));
    expect(waits).toEqual([1000, 100, 100, 50, 900]);
  });

  it('takes a wait that was too short in itself for no word on the endpoint', async () => {
    const flush = flushTo(() => 300);
    expect([await flush(5), await flush(FULL_MILLIS)]).toEqual([5, 300]);
  });
});
