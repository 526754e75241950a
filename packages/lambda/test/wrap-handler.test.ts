import { diag, ProxyTracerProvider } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, describe, expect, expectTypeOf, it, onTestFinished, vi } from 'vitest';
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

  it.each(['20.6.0', '22.14.0'])('gives the handlers back, and says so once, on Node %s', (node) => {
    const versions = Object.getOwnPropertyDescriptor(process, 'versions') as PropertyDescriptor;
    onTestFinished(() => {
      Object.defineProperty(process, 'versions', versions);
      diag.disable();
      Reflect.deleteProperty(globalThis, Symbol.for('otel-xray/lambda told'));
    });
    Object.defineProperty(process, 'versions', { ...versions, value: { ...process.versions, node } });
    const logger = { error: vi.fn(), warn: vi.fn(), info: vi.fn(), debug: vi.fn(), verbose: vi.fn() };
    diag.setLogger(logger, { suppressOverrideMessage: true });
    const tracerProvider = new TracerProvider();
    const [first, second] = [async (): Promise<number> => 1, async (): Promise<number> => 2];
    expect(wrapHandler(first, { tracerProvider })).toBe(first);
    expect(wrapHandler(second, { tracerProvider, flushTimeoutMillis: 20 })).toBe(second);
    const told = `nothing is traced: it needs Node.js 22.15 and this is ${node}`;
    expect(logger.warn.mock.calls).toEqual([['otel-xray/lambda', told]]);
  });

  it.each([
    { why: 'an empty text', traceHeader: () => '' },
    { why: 'nothing', traceHeader: () => undefined },
    { why: 'null', traceHeader: () => null },
    { why: 'a number', traceHeader: () => 7 },
    { why: 'a text that is no header', traceHeader: () => 'garbage' },
    { why: 'a promise', traceHeader: async () => 'Root=1-00000001-a1b2c3d4e5f60718293a4b5c' },
    { why: 'a promise that rejects', traceHeader: () => Promise.reject(new Error('no')) },
    {
      why: 'an error',
      traceHeader: () => {
        throw new Error('no');
      },
    },
  ])("leaves the word to Lambda where the app's is $why", async ({ traceHeader }) => {
    const exporter = new InMemorySpanExporter();
    const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    const handler = wrapHandler(async (_event: unknown, _context: unknown) => 'answer', {
      tracerProvider,
      traceHeader: traceHeader as never,
    });
    const xRayTraceId = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';
    await handler({}, { xRayTraceId });
    expect(exporter.getFinishedSpans()[0]?.spanContext().traceId).toBe('6553f100a1b2c3d4e5f60718293a4b5c');
  });

  it('gives traceHeader the types of the handler, or those that it asks for', () => {
    interface Event {
      readonly header: string;
    }
    interface Context {
      readonly functionName: string;
      readonly awsRequestId: string;
    }
    const tracerProvider = new TracerProvider();
    const handler = async (event: Event, _context: Context): Promise<string> => event.header;
    const wrapped = [
      wrapHandler(handler, { tracerProvider, traceHeader: ({ header }) => header }),
      wrapHandler(handler, { tracerProvider, traceHeader: (event: Event, _context: Context) => event.header }),
      wrapHandler(async () => 'no event', { tracerProvider, traceHeader: (event: Event) => event.header }),
    ];
    expect(wrapped).toHaveLength(3);
    // @ts-expect-error The event has no such member.
    wrapHandler(handler, { tracerProvider, traceHeader: ({ other }) => other });
  });

  it('keeps the type of the handler', () => {
    const tracerProvider = new TracerProvider();
    const handler = wrapHandler(async (event: { readonly n: number }, _context: object) => `${event.n}`, {
      tracerProvider,
    });
    expectTypeOf(handler).toEqualTypeOf<(event: { readonly n: number }, _context: object) => Promise<string>>();
  });

  it('takes methods, whatever they say of `this`', async () => {
    class Orders {
      readonly #count = 7;
      async handle(this: Orders, event: { readonly n: number }): Promise<number> {
        return event.n + this.#count;
      }
      async answer(this: void): Promise<string> {
        return 'answer';
      }
    }
    const tracerProvider = new TracerProvider();
    const handle = wrapHandler(Orders.prototype.handle, { tracerProvider });
    expectTypeOf(handle).toEqualTypeOf(Orders.prototype.handle);
    expect(await handle.call(new Orders(), { n: 1 })).toBe(8);
    expect(await wrapHandler(new Orders().answer, { tracerProvider })()).toBe('answer');
  });
});
