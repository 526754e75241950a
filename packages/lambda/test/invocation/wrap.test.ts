import { PassThrough, type Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { context as otelContext, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AnyHandler } from '../../src/invocation/lambda-context.ts';
import type { Preset } from '../../src/invocation/preset.ts';
import { wrap } from '../../src/invocation/wrap.ts';
import { recordTracing, toOptions } from '../tracing.ts';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const CONTEXT = {
  functionName: 'orders',
  awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
};
const HTTP_EVENT = {
  version: '2.0',
  routeKey: 'GET /',
  rawPath: '/',
  requestContext: { http: { method: 'GET', path: '/' } },
};

function streaming<Handler extends AnyHandler>(handler: Handler): Handler {
  return Object.assign(handler, { [STREAMING]: 'response' });
}

/** Lets contexts reach what a handler calls, for this test. */
function useContexts(): void {
  otelContext.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  onTestFinished(() => otelContext.disable());
}

describe('wrap', () => {
  it('gives each invocation a span with what Lambda says of it', async () => {
    const tracing = recordTracing();
    const handler = wrap(async (event: unknown, _context: unknown) => ({ event }), toOptions(tracing));
    expect(await handler({ n: 1 }, CONTEXT)).toEqual({ event: { n: 1 } });
    await handler({ n: 2 }, CONTEXT);
    expect(tracing.spans().map(({ name, kind, attributes }) => ({ name, kind, attributes }))).toEqual(
      [true, false].map((isColdStart) => ({
        name: 'orders',
        kind: 1,
        attributes: {
          'faas.invocation_id': 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
          'faas.coldstart': isColdStart,
          'cloud.resource_id': 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
          'cloud.account.id': '123456789012',
        },
      })),
    );
  });

  it.each([
    { handler: () => 'sync', why: 'no promise' },
    { handler: async () => 'sync', why: 'a promise' },
  ])('hands over before the answer goes out, for a handler that gives $why', async ({ handler }) => {
    const tracing = recordTracing();
    const answered = Reflect.apply(wrap(handler, toOptions(tracing)), undefined, [{}, CONTEXT]) as Promise<string>;
    tracing.steps.push(await answered);
    expect(tracing.steps).toEqual(['flushed', 'sync']);
  });

  it.each([
    {
      fail: () => {
        throw new TypeError('at once');
      },
      message: 'at once',
      why: 'throws',
    },
    { fail: async () => Promise.reject(new TypeError('later')), message: 'later', why: 'rejects' },
  ])('passes on the very error when the handler $why', async ({ fail, message }) => {
    const tracing = recordTracing();
    const running = Reflect.apply(wrap(fail, toOptions(tracing)), undefined, [{}, CONTEXT]) as Promise<unknown>;
    await expect(running).rejects.toThrow(new TypeError(message));
    const [span] = tracing.spans();
    expect(span?.status).toEqual({ code: 2, message });
    expect(span?.events.map(({ attributes }) => attributes?.['exception.type'])).toEqual(['TypeError']);
    expect(tracing.steps).toEqual(['flushed']);
  });

  it.each([null, undefined, 'text', 0, ''])('is a fault with an exception when %s is thrown', async (thrown) => {
    const tracing = recordTracing();
    const handler = wrap(() => {
      throw thrown;
    }, toOptions(tracing));
    const caught = await Promise.resolve(Reflect.apply(handler, undefined, [{}, CONTEXT])).then(
      () => 'answered',
      (error: unknown) => ({ error }),
    );
    expect(caught).toEqual({ error: thrown });
    expect(tracing.spans()[0]).toMatchObject({ status: { code: 2 }, events: [{ name: 'exception' }] });
  });

  it.each([
    { statusCode: 200, status: 0 },
    { statusCode: 404, status: 0 },
    { statusCode: 503, status: 2 },
  ])('has the status of an HTTP answer: $statusCode', async ({ statusCode, status }) => {
    const tracing = recordTracing();
    await Reflect.apply(
      wrap(async () => ({ statusCode }), toOptions(tracing)),
      undefined,
      [HTTP_EVENT, CONTEXT],
    );
    expect(tracing.spans()).toMatchObject([
      { attributes: { 'http.response.status_code': statusCode }, events: [], status: { code: status } },
    ]);
  });

  it('passes on `this` and every argument', async () => {
    const seen: unknown[] = [];
    async function handler(this: unknown, ...args: unknown[]): Promise<void> {
      seen.push(this, ...args);
    }
    const wrapped = wrap(handler, toOptions(recordTracing()));
    const self = {};
    await wrapped.apply(self, ['event', CONTEXT, 'third', 'fourth'] as never);
    expect(seen).toEqual([self, 'event', CONTEXT, 'third', 'fourth']);
  });

  it("has the handler's members, as they are", async () => {
    const used: string[] = [];
    const handler = Object.assign(async () => used.join(), {
      use(name: string) {
        used.push(name);
        return this;
      },
    });
    Object.defineProperty(handler, 'count', { get: () => used.length });
    Object.freeze(handler);
    const wrapped = wrap(handler, toOptions(recordTracing())) as typeof handler & { readonly count: number };
    expect(wrapped.use('first')).toBe(wrapped);
    expect([await wrapped(), wrapped.count, wrapped.length]).toEqual(['first', 1, expect.any(Number)]);
    expect(Object.keys(wrapped)).toEqual(['use']);
  });

  it.each([
    { handler: async function placeOrder() {}, name: 'placeOrder', why: 'a function' },
    { handler: streaming(async function pour() {}), name: 'pour', why: 'one that streams' },
    {
      handler: (
        () => async () =>
          undefined
      )(),
      name: '',
      why: 'none',
    },
  ])("has the handler's name: $name ($why)", ({ handler, name }) => {
    expect(wrap<AnyHandler>(handler, toOptions(recordTracing())).name).toBe(name);
  });

  it.each([
    { handler: () => 1, length: 0 },
    { handler: (_event: unknown, _context: unknown) => 1, length: 2 },
    { handler: (_event: unknown, _context: unknown, callback: () => void) => callback(), length: 3 },
  ])('declares $length arguments where the handler does: a runtime client refuses the third', ({ handler, length }) => {
    expect(wrap<AnyHandler>(handler, toOptions(recordTracing()))).toHaveLength(length);
  });

  it('leaves alone what is wrapped already', () => {
    const options = toOptions(recordTracing());
    const wrapped = wrap(async () => 1, options);
    expect(wrap(wrapped, options)).toBe(wrapped);
  });

  it('has the status of the answer though the handler has set as many attributes as a span takes', async () => {
    const tracing = recordTracing();
    const filling = async (): Promise<unknown> => {
      for (let i = 0; i < 200; i++) trace.getActiveSpan()?.setAttribute(`app.${i}`, i);
      return { statusCode: 503 };
    };
    useContexts();
    await Reflect.apply(wrap(filling, toOptions(tracing)), undefined, [HTTP_EVENT, CONTEXT]);
    const [span] = tracing.spans();
    expect(span?.droppedAttributesCount).toBeGreaterThan(70);
    expect(span).toMatchObject({ attributes: { 'http.response.status_code': 503 }, status: { code: 2 } });
  });

  it('counts what is called in the context of an invocation that is over as another', async () => {
    const tracing = recordTracing();
    useContexts();
    const called = wrap(async (_event: unknown) => 1, toOptions(tracing));
    const later = Promise.withResolvers<() => Promise<number>>();
    const first = wrap(async (_event: unknown, _context: unknown) => {
      later.resolve(otelContext.bind(otelContext.active(), () => called({})));
    }, toOptions(tracing));
    await first({}, CONTEXT);
    await (
      await later.promise
    )();
    expect(tracing.spans()).toHaveLength(2);
  });

  it.each([
    { inner: CONTEXT, spans: 1, why: 'the same context' },
    { inner: { ...CONTEXT }, spans: 1, why: 'a copy of the context' },
    { inner: undefined, spans: 1, why: 'no context' },
    { inner: { ...CONTEXT, awsRequestId: 'another' }, spans: 2, why: 'the context of another invocation' },
  ])('counts a traced handler that is called by another with $why as $spans', async ({ inner, spans }) => {
    const tracing = recordTracing();
    const called = wrap(async (_event: unknown, _context: unknown) => ({ statusCode: 503 }), toOptions(tracing));
    const router = wrap(async (event: unknown, _context: unknown) => {
      await called(event, inner);
      return { statusCode: 200 };
    }, toOptions(tracing));
    useContexts();
    await expect(router(HTTP_EVENT, CONTEXT)).resolves.toEqual({ statusCode: 200 });
    expect(tracing.spans()).toHaveLength(spans);
    expect(tracing.spans().at(-1)).toMatchObject({ attributes: { 'http.response.status_code': 200 } });
    expect(tracing.steps).toHaveLength(spans);
  });

  it.each([
    { left: undefined, given: 1000, why: 'the whole time-out, where nobody knows' },
    { left: 30_000, given: 1000, why: 'the whole time-out' },
    { left: 350, given: 300, why: 'what the function has left, and not all of that' },
    { left: -1, given: 5, why: 'a moment in any case' },
  ])('gives the flush $why', async ({ left, given }) => {
    const waits: number[] = [];
    const tracing = { ...recordTracing(), flush: async (millis: number) => void waits.push(millis) };
    const context = { ...CONTEXT, ...(left !== undefined && { getRemainingTimeInMillis: () => left }) };
    await Reflect.apply(
      wrap(async () => 'answer', toOptions(tracing)),
      undefined,
      [{}, context],
    );
    expect(waits).toEqual([given]);
  });

  it('runs the handler untraced when tracing throws', async () => {
    const tracing = recordTracing();
    const broken = {
      ...tracing,
      tracer: {
        startSpan: () => {
          throw new Error('no spans today');
        },
      },
    };
    const handler = wrap(async () => 'answer', toOptions(broken as never));
    expect(await Reflect.apply(handler, undefined, [{}, CONTEXT])).toBe('answer');
  });

  it('answers, and throws, what the handler does when recording that throws', async () => {
    const preset: Preset = {
      spanName: 'mine',
      spanKind: 0,
      get recordsExceptions(): boolean {
        throw new Error('not today');
      },
      onStart: () => undefined,
      onResponse: () => {
        throw new Error('not today');
      },
    };
    const options = toOptions(recordTracing(), { preset });
    expect(
      await Reflect.apply(
        wrap(async () => 'answer', options),
        undefined,
        [{}, CONTEXT],
      ),
    ).toBe('answer');
    const failing = wrap(async () => Promise.reject(new Error('its own')), options);
    await expect(Reflect.apply(failing, undefined, [{}, CONTEXT])).rejects.toThrow('its own');
  });

  it.each([undefined, null, 'text', 7])('does without a context: %s', async (context) => {
    const tracing = recordTracing();
    const handler = wrap(async (_event: unknown, _context: unknown) => 'answer', toOptions(tracing));
    expect(await handler({}, context)).toBe('answer');
    expect(tracing.spans()).toHaveLength(1);
  });

  it('has a name where the variable of the function name is empty', async () => {
    const tracing = recordTracing();
    const handler = wrap(async () => 'answer', toOptions(tracing, { env: { AWS_LAMBDA_FUNCTION_NAME: '' } }));
    await Reflect.apply(handler, undefined, [{}, { functionName: '' }]);
    expect(tracing.spans()).toMatchObject([{ name: 'handler' }]);
  });

  it("takes the caller's word on the trace before Lambda's", async () => {
    const tracing = recordTracing();
    const traceHeader = (event: unknown) => (event as { readonly header?: string }).header;
    const handler = wrap(async (_event: unknown, _context: unknown) => 'answer', toOptions(tracing, { traceHeader }));
    const context = {
      ...CONTEXT,
      xRayTraceId: 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1',
    };
    await handler({ header: 'Root=1-00000001-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1' }, context);
    await handler({}, context);
    expect(tracing.spans().map((span) => span.spanContext().traceId)).toEqual([
      '00000001a1b2c3d4e5f60718293a4b5c',
      '6553f100a1b2c3d4e5f60718293a4b5c',
    ]);
  });

  it('looks as a preset wants it, and leaves exceptions out where it says so', async () => {
    const tracing = recordTracing();
    const preset: Preset = {
      spanName: '## index.handler',
      spanKind: 0,
      recordsExceptions: false,
      onStart: (span, { isColdStart }) => void span.setAttribute('ColdStart', isColdStart),
      onResponse: (span, response) => void span.setAttribute('response', String(response)),
    };
    const options = toOptions(tracing, { preset });
    await Reflect.apply(
      wrap(async () => 'answer', options),
      undefined,
      [{}, CONTEXT],
    );
    await expect(
      Reflect.apply(
        wrap(async () => Promise.reject(new Error('x')), options),
        undefined,
        [{}, CONTEXT],
      ),
    ).rejects.toThrow('x');
    expect(tracing.spans()).toMatchObject([
      { name: '## index.handler', kind: 0, attributes: { ColdStart: true, response: 'answer' }, status: { code: 0 } },
      { name: '## index.handler', events: [], status: { code: 2 } },
    ]);
  });
});

describe('wrap of a streaming handler', () => {
  it('leaves the end of a stream to the traced handler whose stream it is', async () => {
    const tracing = recordTracing();
    useContexts();
    const inner = wrap(
      streaming(async (_event: unknown, response: Writable, _context: unknown) => void response.write('inner ')),
      toOptions(tracing),
    );
    const outer = wrap(
      streaming(async (event: unknown, response: Writable, context: unknown) => {
        await inner(event, response, context);
        response.end('outer');
      }),
      toOptions(tracing),
    );
    const response = new PassThrough();
    await Promise.all([outer({}, response, CONTEXT), expect(text(response)).resolves.toBe('inner outer')]);
    expect(tracing.spans()).toHaveLength(1);
  });

  it('keeps the marks that the runtime client reads', () => {
    const waterMark = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
    const handler = Object.assign(
      streaming(async () => undefined),
      { [waterMark]: 77 },
    );
    const wrapped = wrap(handler, toOptions(recordTracing()));
    expect(wrapped).not.toBe(handler);
    expect([wrapped[STREAMING as never], wrapped[waterMark]]).toEqual(['response', 77]);
  });

  it('hands over after the stream has ended, though the handler has settled before', async () => {
    const tracing = recordTracing();
    const stream = new PassThrough();
    const handler = streaming(async (_event: unknown, response: Writable, _context: unknown) => {
      response.write('one ');
      setImmediate(() => response.end('two'));
    });
    stream.once('finish', () => tracing.steps.push('ended'));
    await wrap(handler, toOptions(tracing))({}, stream, CONTEXT);
    expect(tracing.steps).toEqual(['ended', 'flushed']);
    expect(await text(stream)).toBe('one two');
    expect(tracing.spans()).toMatchObject([{ attributes: { 'faas.invocation_id': CONTEXT.awsRequestId } }]);
  });

  it.each([
    {
      fail: () => {
        throw new Error('broken');
      },
      why: 'throws',
    },
    { fail: async () => Promise.reject(new Error('broken')), why: 'rejects' },
  ])('passes on the error of one that $why, without waiting for its stream', async ({ fail }) => {
    const tracing = recordTracing();
    const wrapped = wrap(streaming(fail), toOptions(tracing));
    await expect(Reflect.apply(wrapped, undefined, [{}, new PassThrough(), CONTEXT])).rejects.toThrow('broken');
    expect(tracing.spans()).toMatchObject([{ status: { code: 2, message: 'broken' } }]);
  });

  describe('for an HTTP request', () => {
    const http = { method: 'GET', path: '/' };
    const event = { version: '2.0', rawPath: '/', requestContext: { http } };
    const from = (stream: Writable, _head: unknown): Writable => stream;
    const HttpResponseStream = { from };
    const scope = globalThis as { awslambda?: unknown };

    beforeEach(() => {
      HttpResponseStream.from = from;
      scope.awslambda = { HttpResponseStream };
    });
    afterEach(() => {
      delete scope.awslambda;
    });

    it.each([
      { head: { statusCode: 500 }, code: 500, status: 2 },
      { head: { statusCode: 404 }, code: 404, status: 0 },
      { head: {}, code: 200, status: 0 },
      { head: undefined, code: 200, status: 0 },
    ])('has the status of its head, $head', async ({ head, code, status }) => {
      const tracing = recordTracing();
      const handler = streaming(async (_event: unknown, response: Writable, _context: unknown) => {
        HttpResponseStream.from(response, head).end('body');
      });
      await wrap(handler, toOptions(tracing))(event, new PassThrough().resume(), CONTEXT);
      expect(tracing.spans()).toMatchObject([
        { attributes: { 'http.response.status_code': code }, events: [], status: { code: status } },
      ]);
    });

    it('has no status where the head cannot be known', async () => {
      delete scope.awslambda;
      Reflect.deleteProperty(globalThis, Symbol.for('otel-xray/lambda streamed heads'));
      const tracing = recordTracing();
      const handler = streaming(async (_event: unknown, response: Writable, _context: unknown) => void response.end());
      const rest = { httpMethod: 'GET', path: '/', requestContext: { identity: {} } };
      await wrap(handler, toOptions(tracing))(rest, new PassThrough().resume(), CONTEXT);
      expect(tracing.spans()).toMatchObject([{ attributes: { 'http.request.method': 'GET' }, status: { code: 0 } }]);
      expect(tracing.spans()[0]?.attributes).not.toHaveProperty('http.response.status_code');
    });

    it('is a fault with an exception where its stream is destroyed with an error', async () => {
      const tracing = recordTracing();
      const handler = streaming(async (_event: unknown, response: Writable, _context: unknown) => {
        response.write('so far');
        setImmediate(() => response.destroy(new RangeError('gone')));
        return 'settled';
      });
      // As the runtime client listens: without it, the error would end the process, traced or not.
      const stream = new PassThrough().on('error', () => undefined);
      expect(await wrap(handler, toOptions(tracing))(event, stream, CONTEXT)).toBe('settled');
      expect(tracing.spans()).toMatchObject([
        { status: { code: 2, message: 'gone' }, events: [{ attributes: { 'exception.type': 'RangeError' } }] },
      ]);
    });

    it('sends what is open when its stream breaks while it runs, and has the exception once', async () => {
      const tracing = recordTracing();
      const handler = streaming(async (_event: unknown, response: Writable, _context: unknown) => {
        const error = new RangeError('gone');
        response.destroy(error);
        await new Promise((resolve) => response.once('close', resolve));
        tracing.steps.push('runs on');
        throw error;
      });
      const stream = new PassThrough().on('error', () => undefined);
      await expect(wrap(handler, toOptions(tracing))(event, stream, CONTEXT)).rejects.toThrow('gone');
      expect(tracing.steps).toEqual([expect.stringContaining('broke'), 'runs on', 'flushed']);
      expect(tracing.spans().map(({ events }) => events.map(({ attributes }) => attributes))).toMatchObject([
        [{ 'exception.type': 'RangeError', 'exception.message': 'gone' }],
      ]);
    });
  });

  it('gives the runtime client to see that a handler gave no promise', async () => {
    const tracing = recordTracing();
    const wrapped = wrap(
      streaming(() => 'no promise'),
      toOptions(tracing),
    );
    expect(Reflect.apply(wrapped, undefined, [{}, new PassThrough(), CONTEXT])).toBe('no promise');
    await vi.waitFor(() => expect(tracing.spans()).toHaveLength(1));
  });
});

describe('the guard of the time-out', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('sends what is open shortly before the end, and what has ended', async () => {
    vi.useFakeTimers();
    const tracing = recordTracing();
    const context = { ...CONTEXT, getRemainingTimeInMillis: () => 3000 };
    const never = wrap(
      async (_event: unknown, _context: unknown) => new Promise<void>(() => undefined),
      toOptions(tracing),
    );
    void never({}, context);
    await vi.advanceTimersByTimeAsync(2799);
    expect(tracing.steps).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(tracing.steps).toEqual(['still running 200 ms before the time-out of the function', 'flushed']);
  });

  it('does nothing for an invocation that has answered', async () => {
    vi.useFakeTimers();
    const tracing = recordTracing();
    const context = { ...CONTEXT, getRemainingTimeInMillis: () => 3000 };
    await wrap(async (_event: unknown, _context: unknown) => 'answer', toOptions(tracing))({}, context);
    await vi.advanceTimersByTimeAsync(5000);
    expect(tracing.steps).toEqual(['flushed']);
  });
});
