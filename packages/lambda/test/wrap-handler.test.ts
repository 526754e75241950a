import { ProxyTracerProvider } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { wrapHandler } from '../src/index.ts';

describe('wrapHandler', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each([undefined, null, {}, 'index.handler'])('throws for %s, which is no handler', (handler) => {
    expect(() => wrapHandler(handler as never)).toThrow(
      new TypeError(`handler: expected a function, found ${typeof handler}`),
    );
  });

  it("uses the app's own provider, and flushes it before the answer", async () => {
    const exporter = new InMemorySpanExporter();
    const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    const flush = vi.spyOn(tracerProvider, 'forceFlush');
    const handler = wrapHandler(async (event: { readonly n: number }) => event.n, { tracerProvider });
    expect(await handler({ n: 7 })).toBe(7);
    expect(exporter.getFinishedSpans()).toHaveLength(1);
    expect(flush).toHaveBeenCalledOnce();
  });

  it('flushes the provider that the global one stands for', async () => {
    const tracerProvider = new TracerProvider();
    const flush = vi.spyOn(tracerProvider, 'forceFlush');
    const proxy = new ProxyTracerProvider();
    proxy.setDelegate(tracerProvider);
    await wrapHandler(async () => 'answer', { tracerProvider: proxy })();
    expect(flush).toHaveBeenCalledOnce();
  });

  it.each([
    { flush: async () => Promise.reject(new Error('no')) },
    { flush: () => new Promise<void>(() => undefined) },
  ])('answers though the flush of the provider fails or never ends', async ({ flush }) => {
    const tracerProvider = Object.assign(new TracerProvider(), { forceFlush: flush });
    const handler = wrapHandler(async () => 'answer', { tracerProvider, flushTimeoutMillis: 20 });
    expect(await handler()).toBe('answer');
  });

  it('gives the handler back as it is when OpenTelemetry is turned off', () => {
    vi.stubEnv('OTEL_SDK_DISABLED', 'true');
    const handler = async (): Promise<string> => 'answer';
    expect(wrapHandler(handler)).toBe(handler);
  });

  it('keeps the type of the handler', () => {
    const tracerProvider = new TracerProvider();
    const handler = wrapHandler(async (event: { readonly n: number }, _context: object) => `${event.n}`, {
      tracerProvider,
    });
    expectTypeOf(handler).toEqualTypeOf<(event: { readonly n: number }, _context: object) => Promise<string>>();
  });
});
