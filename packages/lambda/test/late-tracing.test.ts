import { diag, propagation, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { resolveConfig } from '../src/config/config.ts';
import { lateTracing, providerTracing } from '../src/late-tracing.ts';
import { currentTracing } from '../src/tracing.ts';

/** What is said through `diag` in this test; grows. */
function hearDiag(): readonly string[] {
  const told: string[] = [];
  const hear = (...words: readonly unknown[]): void => void told.push(words.join(' '));
  diag.setLogger({ error: hear, warn: hear, info: hear, debug: hear, verbose: hear });
  onTestFinished(() => diag.disable());
  return told;
}

describe('lateTracing', () => {
  afterEach(() => {
    trace.disable();
    Reflect.deleteProperty(globalThis, Symbol.for('otel-xray/lambda set-up'));
  });

  it('goes through the provider that the app has registered', async () => {
    const exporter = new InMemorySpanExporter();
    const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    const flush = vi.spyOn(provider, 'forceFlush');
    trace.setGlobalTracerProvider(provider);
    const tracing = lateTracing(resolveConfig({}), {});
    expect(tracing.isOpen).toBe(true);
    tracing.tracer.startSpan('work').end();
    await tracing.flush(100);
    expect(exporter.getFinishedSpans()).toHaveLength(1);
    expect(flush).toHaveBeenCalledOnce();
  });

  it('waits for a provider that never flushes as for an endpoint that never answers: a tenth, once it was late', async () => {
    const told = hearDiag();
    const provider = { getTracer: () => trace.getTracer('app'), forceFlush: () => new Promise<void>(() => {}) };
    const tracing = providerTracing(provider, resolveConfig({ OTEL_XRAY_FLUSH_TIMEOUT: '100' }));
    vi.useFakeTimers();
    const millis: number[] = [];
    for (let i = 0; i < 3; i++) {
      const startedAt = Date.now();
      const flushed = tracing.flush(100).then(() => Date.now() - startedAt);
      await vi.runAllTimersAsync();
      millis.push(await flushed);
    }
    vi.useRealTimers();
    expect(millis).toEqual([100, 10, 10]);
    expect(told.filter((text) => text.includes('were not handed over within'))).toHaveLength(1);
  });

  it.each([
    { how: 'rejects', forceFlush: () => Promise.reject(new Error('lost')) },
    {
      how: 'throws',
      forceFlush: () => {
        throw new Error('lost');
      },
    },
  ])('tells of a provider whose flush $how, and goes on', async ({ forceFlush }) => {
    const told = hearDiag();
    const tracing = providerTracing(
      { getTracer: () => trace.getTracer('app'), forceFlush } as never,
      resolveConfig({}),
    );
    await expect(tracing.flush(100)).resolves.toBeUndefined();
    expect(told.filter((text) => text.includes('could not be handed over'))).toHaveLength(1);
  });

  it('goes through the provider that the app registers before the set-up has begun', async () => {
    const config = resolveConfig({ OTEL_LOG_LEVEL: 'none' });
    const tracing = lateTracing(config, {});
    const exporter = new InMemorySpanExporter();
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
    const registered = vi.spyOn(propagation, 'setGlobalPropagator');
    await tracing.open();
    tracing.tracer.startSpan('work').end();
    await tracing.flush(100);
    expect(exporter.getFinishedSpans()).toHaveLength(1);
    expect(registered).not.toHaveBeenCalled();
    expect(currentTracing()).toBeUndefined();
  });

  it('sets up what is missing, once, and is open when that is done', async () => {
    const config = resolveConfig({ OTEL_TRACES_EXPORTER: 'none', OTEL_LOG_LEVEL: 'none' });
    const [one, other] = [lateTracing(config, {}), lateTracing(config, {})];
    expect([one.isOpen, one.tracer.startSpan('before').isRecording()]).toEqual([false, false]);
    const registered = vi.spyOn(trace, 'setGlobalTracerProvider');
    await Promise.all([one.open(), other.open()]);
    expect(registered).toHaveBeenCalledOnce();
    expect([one.isOpen, other.isOpen]).toEqual([true, true]);
    expect(one.tracer.startSpan('after').isRecording()).toBe(true);
  });
});
