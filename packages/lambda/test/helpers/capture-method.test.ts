import { context, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { captureMethod } from '../../src/index.ts';
import { type Recording, startRecording, stopRecording } from './recording.ts';

describe('captureMethod', () => {
  let recording: Recording;
  beforeEach(() => (recording = startRecording()));
  afterEach(() => {
    stopRecording();
    vi.unstubAllEnvs();
  });

  /** The only span of what was done in a trace. */
  function onlySpan(): ReadableSpan {
    const spans = recording.spans();
    expect(spans).toHaveLength(1);
    return spans[0] as ReadableSpan;
  }

  function thrownBy(work: () => unknown): Promise<unknown> {
    return recording.inTrace(work).then(
      () => expect.unreachable('nothing was thrown'),
      (error: unknown) => error,
    );
  }

  it('makes a span of a call, below the active one', async () => {
    const add = captureMethod('add', (a: number, b: number) => a + b);
    const { result } = await recording.inTrace((root) => [add(1, 2), root.spanContext().spanId]);
    const span = onlySpan();
    expect(result).toEqual([3, span.parentSpanContext?.spanId]);
    expect(span).toMatchObject({ name: 'add', kind: 0, attributes: {}, status: { code: SpanStatusCode.UNSET } });
  });

  it('is the function in all but its calls', () => {
    function original(this: unknown, _first: string, _second?: number): unknown {
      return this;
    }
    original.mark = 'kept';
    const wrapped = captureMethod('work', original);
    expect({ name: wrapped.name, length: wrapped.length, mark: wrapped.mark }).toEqual({
      name: 'original',
      length: 2,
      mark: 'kept',
    });
  });

  it('passes on `this` and all arguments, in and outside of a trace', async () => {
    const self = {
      see: captureMethod('see', function see(this: unknown, ...args: unknown[]) {
        return [this, args];
      }),
    };
    expect((await recording.inTrace(() => self.see(1, undefined))).result).toEqual([self, [1, undefined]]);
    vi.stubEnv('AWS_XRAY_CONTEXT_MISSING', 'IGNORE_ERROR');
    expect(self.see('a')).toEqual([self, ['a']]);
  });

  it('ends the span when a promise settles, and is active until then', async () => {
    const inner = captureMethod('inner', () => 'done');
    const outer = captureMethod('outer', async () => {
      await Promise.resolve();
      return inner();
    });
    const { result } = await recording.inTrace(outer);
    const [first, second] = recording.spans();
    expect(result).toBe('done');
    expect(first).toMatchObject({ name: 'inner', parentSpanContext: { spanId: second?.spanContext().spanId } });
    expect(second).toMatchObject({ name: 'outer', ended: true });
  });

  it('records what is thrown with its causes, and throws it on untouched', async () => {
    const error = new RangeError('no price', { cause: new Error('no catalogue') });
    expect(
      await thrownBy(
        captureMethod('price', () => {
          throw error;
        }),
      ),
    ).toBe(error);
    const { status, events } = onlySpan();
    expect(status).toEqual({ code: SpanStatusCode.ERROR, message: 'no price' });
    expect(events).toEqual([
      expect.objectContaining({
        name: 'exception',
        attributes: {
          'exception.type': 'RangeError',
          'exception.message': 'no price',
          'exception.stacktrace': expect.stringContaining('[cause]: Error: no catalogue'),
        },
      }),
    ]);
  });

  it.each([{ thrown: null }, { thrown: undefined }, { thrown: 'text' }, { thrown: { code: 1 } }])(
    'records a rejection with $thrown',
    async ({ thrown }) => {
      expect(await thrownBy(captureMethod('price', () => Promise.reject(thrown)))).toBe(thrown);
      expect(onlySpan()).toMatchObject({ status: { code: SpanStatusCode.ERROR }, events: [{ name: 'exception' }] });
    },
  );

  it('leaves the ten frames of a stack to the app', async () => {
    const failing = captureMethod('price', () => {
      throw new Error('no price');
    });
    const error = (await thrownBy(captureMethod('order', () => failing()))) as Error;
    const frames = (error.stack ?? '').split('\n').filter((line) => line.includes('/src/helpers/'));
    expect(frames.length).toBeLessThanOrEqual(4);
  });

  it('leaves a rejection that nobody handles to the process', async () => {
    const unhandled: unknown[] = [];
    const listener = (error: unknown): void => void unhandled.push(error);
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', listener);
    try {
      const error = new Error('lost');
      await recording.inTrace(() => {
        void captureMethod('lose', () => Promise.reject(error))();
      });
      await new Promise((resolve) => setImmediate(resolve));
      expect(unhandled).toEqual([error]);
    } finally {
      process.off('unhandledRejection', listener);
      for (const other of others) process.on('unhandledRejection', other);
    }
  });

  it.each([
    {
      why: 'members of its own',
      make: () => Object.assign(Promise.resolve('done'), { child: { pid: 7 } }),
    },
    {
      why: 'a class of its own',
      make: () => new (class Cancellable extends Promise<string> {})((resolve) => resolve('done')),
    },
  ])('gives back the very promise, where that has $why', async ({ make }) => {
    const promise = make();
    const { result } = await recording.inTrace(async () => [captureMethod('run', () => promise)() === promise]);
    expect(result).toEqual([true]);
    expect(onlySpan()).toMatchObject({ name: 'run', status: { code: SpanStatusCode.UNSET } });
  });

  it.each([
    { why: 'as it is', make: (): Promise<string> => Promise.reject(new Error('no')) },
    { why: 'with members', make: (): Promise<string> => Object.assign(Promise.reject(new Error('no')), { child: 7 }) },
  ])('ends the span before the caller goes on after a rejection ($why), which is handled once', async ({ make }) => {
    await recording.inTrace(async () => {
      const seen = await captureMethod('run', make)().then(
        () => expect.unreachable('nothing was thrown'),
        () => recording.spans().length,
      );
      expect(seen).toBe(1);
    });
    expect(onlySpan()).toMatchObject({ status: { code: SpanStatusCode.ERROR, message: 'no' } });
  });

  it('does not touch an object that works when its `then` is called', async () => {
    const then = vi.fn<() => void>();
    const query = {};
    Reflect.set(query, 'then', then);
    const { result } = await recording.inTrace(() => [captureMethod('query', () => query)()]);
    expect(result[0]).toBe(query);
    expect(then).not.toHaveBeenCalled();
    expect(onlySpan().name).toBe('query');
  });

  it('follows a generator to its end, and is active in its steps', async () => {
    const step = captureMethod('step', (value: number) => value);
    const count = captureMethod('count', function* count(limit: number) {
      for (let value = 0; value < limit; value++) yield step(value);
    });
    const { result } = await recording.inTrace(() => [...count(2)]);
    expect(result).toEqual([0, 1]);
    const spans = recording.spans();
    expect(spans.map(({ name }) => name)).toEqual(['step', 'step', 'count']);
    expect(spans[0]?.parentSpanContext?.spanId).toBe(spans[2]?.spanContext().spanId);
  });

  it('follows an asynchronous generator that its consumer leaves', async () => {
    const pages = captureMethod('pages', async function* pages() {
      for (let page = 0; ; page++) yield page;
    });
    await recording.inTrace(async () => {
      for await (const page of pages()) if (page === 2) break;
    });
    expect(onlySpan()).toMatchObject({ name: 'pages', status: { code: SpanStatusCode.UNSET } });
  });

  it('records what a generator throws', async () => {
    const error = new Error('page 2');
    const pages = captureMethod('pages', async function* pages() {
      yield 1;
      throw error;
    });
    const thrown = await thrownBy(async () => {
      for await (const page of pages()) expect(page).toBe(1);
    });
    expect(thrown).toBe(error);
    expect(onlySpan()).toMatchObject({ status: { code: SpanStatusCode.ERROR }, events: [{ name: 'exception' }] });
  });

  it('ends the span of a generator once, however often that is asked for more', async () => {
    const count = captureMethod('count', function* count() {
      yield 1;
    });
    await recording.inTrace(() => {
      const steps = count();
      expect([...steps]).toEqual([1]);
      expect([steps.next(), steps.next(), steps.return()]).toEqual([1, 2, 3].map(() => ({ done: true })));
      expect(() => steps.throw(new Error('too late'))).toThrow('too late');
    });
    expect(onlySpan()).toMatchObject({ status: { code: SpanStatusCode.UNSET }, events: [] });
    expect(recording.told).toEqual([]);
  });

  it('takes a name that is no text', async () => {
    const { result } = await recording.inTrace(() => [captureMethod(Symbol('s') as never, () => 'done')()]);
    expect(result).toEqual(['done']);
    expect(onlySpan().name).toBe('Symbol(s)');
  });

  it('begins no trace', () => {
    vi.stubEnv('AWS_XRAY_CONTEXT_MISSING', 'IGNORE_ERROR');
    expect(captureMethod('work', () => trace.getActiveSpan())()).toBeUndefined();
    expect(recording.spans()).toEqual([]);
  });

  it('runs as it is with no provider at all', () => {
    stopRecording();
    vi.stubEnv('AWS_XRAY_CONTEXT_MISSING', undefined);
    expect(captureMethod('work', () => 'done')()).toBe('done');
  });

  it('keeps the calls of a class what they are', async () => {
    class Order {
      readonly sku: string;
      constructor(sku: string) {
        this.sku = sku;
      }
    }
    const Captured = captureMethod('order', Order as unknown as () => void) as unknown as typeof Order;
    const { result } = await recording.inTrace(() => new Captured('mug'));
    expect(result).toBeInstanceOf(Order);
    expect(result.sku).toBe('mug');
  });

  it('gives back what is no function, with a word', () => {
    expect(captureMethod('work', undefined as unknown as () => void)).toBeUndefined();
    expect(recording.told).toEqual([expect.stringContaining('nothing to capture for work')]);
  });

  it('takes the context from where it is called, not from where it is wrapped', async () => {
    let work: (() => unknown) | undefined;
    await recording.inTrace(() => {
      work = captureMethod('work', () => 'done');
    });
    vi.stubEnv('AWS_XRAY_CONTEXT_MISSING', 'IGNORE_ERROR');
    context.with(ROOT_CONTEXT, () => work?.());
    expect(recording.spans()).toEqual([]);
  });
});
