import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createSegmentCollector } from '../../src/collector.ts';
import { startDaemon } from '../../src/daemon.ts';
import { invoke, invokeAll } from '../../src/invoke/invoke.ts';
import { makeSpan } from '../spans.ts';

const PATH = fileURLToPath(new URL('../functions/sends.mjs', import.meta.url));

/** The header of the trace whose 24 digits are all `digit`. */
function aHeader(digit: number): string {
  return `Root=1-6553f100-${String(digit).repeat(24)};Parent=${digit}aaaaaaaaaaaaaaa;Sampled=1`;
}

interface LambdaGlobal {
  readonly InvokeStore: { getXRayTraceId(): string | undefined; getRequestId(): string };
  streamifyResponse<T>(handler: T): T;
}

const awslambda = (): LambdaGlobal => (globalThis as unknown as { awslambda: LambdaGlobal }).awslambda;

const seesTrace = async (event: unknown, context: { xRayTraceId: string }): Promise<object> => ({
  event,
  context: context.xRayTraceId,
  store: awslambda().InvokeStore.getXRayTraceId(),
  variable: process.env['_X_AMZN_TRACE_ID'] ?? null,
});

describe('invoke: a handler in this process', () => {
  it('gives up a flush that never ends, and puts the process back', async () => {
    const flush = (): Promise<void> => new Promise(() => {});
    await expect(invoke(async () => 1, 1, { flush, timeoutMillis: 100 })).rejects.toThrow('flush did not end within');
    expect(process.env).not.toHaveProperty('AWS_LAMBDA_FUNCTION_NAME');
    await expect(invoke(async () => 2, 1)).resolves.toMatchObject({ response: 2 });
  });

  it('gives it event, context, store and variables as Lambda does, and takes them back', async () => {
    const result = await invoke(seesTrace, { order: 7 }, { traceHeader: aHeader(1) });
    const header = aHeader(1);
    expect(result).toMatchObject({
      status: 'response',
      response: { event: { order: 7 }, context: header, store: header, variable: header },
      documents: [],
      logs: [],
    });
    expect(process.env).not.toHaveProperty('_X_AMZN_TRACE_ID');
    expect(process.env).not.toHaveProperty('AWS_LAMBDA_FUNCTION_NAME');
    expect(globalThis).not.toHaveProperty('awslambda');
  });

  it('has Lambda’s variables, with the given ones over them', async () => {
    const before = process.env['TZ'];
    const variables = async (): Promise<object> => ({ ...process.env });
    const { response } = await invoke(variables, {}, { functionName: 'orders', env: { TABLE: 't', AWS_REGION: 'x' } });
    expect(response).toMatchObject({ AWS_LAMBDA_FUNCTION_NAME: 'orders', TABLE: 't', AWS_REGION: 'x', TZ: ':UTC' });
    expect(response).not.toHaveProperty('AWS_LAMBDA_MAX_CONCURRENCY');
    expect([process.env['TZ'], process.env['TABLE']]).toEqual([before, undefined]);
  });

  it('gives the members of the context that the caller asks for', async () => {
    const context = { clientContext: { client: { app: 'größer' } }, identity: { id: 1 }, tenantId: 'tenant-1' };
    const seesContext = async (_event: unknown, given: object): Promise<object> => ({ ...given });
    expect(await invoke(seesContext, {}, { context })).toMatchObject({ response: context });
  });

  it('gives the documents of its trace, and none of others', async () => {
    const collector = createSegmentCollector();
    const send = async (): Promise<void> => {
      const spans = [makeSpan({ traceId: `6553f100${'1'.repeat(24)}` }), makeSpan({ traceId: 'f'.repeat(32) })];
      await new Promise((resolve) => collector.exporter.export(spans, resolve));
    };
    await send();
    const ofTrace = await invoke(send, {}, { collector, traceHeader: aHeader(1) });
    expect(ofTrace.documents).toMatchObject([{ trace_id: `1-6553f100-${'1'.repeat(24)}` }]);
    const flushed = await invoke(async () => undefined, {}, { collector, flush: send });
    expect(flushed.documents).toHaveLength(2);
  });

  it('takes a daemon for a collector, and waits for what is on its way', async () => {
    const daemon = await startDaemon();
    const { createUdpSender } = await import('@otel-xray/exporter');
    const sender = createUdpSender({ daemonAddress: daemon.address });
    const datagram = Buffer.from('{"format":"json","version":1}\n{"id":"1111111111111111"}');
    const result = await invoke(() => sender.send([datagram]), {}, { collector: daemon });
    await sender.shutdown();
    await daemon.close();
    expect(result).toMatchObject({ response: { status: 'sent' }, documents: [{ id: '1111111111111111' }] });
  });

  it('keeps what it writes, and lets it be written', async () => {
    const { log } = console;
    const seen: unknown[] = [];
    console.log = (...args: unknown[]) => seen.push(args);
    const result = await invoke(async () => console.log('order %d\ndone', 7), {});
    const [restored, passedOn] = [console.log !== log, seen];
    console.log = log;
    expect(result.logs).toEqual(['order 7', 'done']);
    expect([restored, passedOn]).toEqual([true, [['order %d\ndone', 7]]]);
  });

  it.each([
    {
      why: 'throws',
      handler: (): never => {
        throw new RangeError('sold out');
      },
      ending: { status: 'error', phase: 'invoke', error: { errorType: 'RangeError', errorMessage: 'sold out' } },
    },
    {
      why: 'wants a callback',
      handler: (_event: unknown, _context: unknown, done: unknown) => done,
      ending: { status: 'error', phase: 'init', error: { errorType: 'Runtime.CallbackHandlerDeprecated' } },
    },
    {
      why: 'never answers',
      handler: () => new Promise<never>(() => undefined),
      ending: { status: 'unanswered', reason: 'timeout' },
    },
  ])('says how a handler failed that $why', async ({ handler, ending }) => {
    expect(await invoke(handler, {}, { timeoutMillis: 30 })).toMatchObject(ending);
  });

  it('runs a streaming handler', async () => {
    const streaming = Object.assign(
      async (event: unknown, stream: NodeJS.WritableStream) => {
        stream.write('one ');
        stream.end(JSON.stringify(event));
      },
      { [Symbol.for('aws.lambda.runtime.handler.streaming')]: 'response' },
    );
    expect(await invoke(streaming, { order: 7 })).toMatchObject({ response: 'one {"order":7}', streamed: true });
  });

  it('waits for others that change the environment', async () => {
    const slow = async (event: unknown, context: { xRayTraceId: string }): Promise<object> => {
      for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setImmediate(resolve));
      return seesTrace(event, context);
    };
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, digit) => invoke(slow, digit, { traceHeader: aHeader(digit % 10 || 1) })),
    );
    for (const [digit, result] of results.entries()) {
      const header = aHeader(digit % 10 || 1);
      expect(result).toMatchObject({ response: { event: digit, context: header, store: header, variable: header } });
    }
  });

  it('refuses to wait for itself', async () => {
    const outer = async (): Promise<unknown> => invoke(seesTrace, {});
    const result = await invoke(outer, {});
    expect(result).toMatchObject({
      status: 'error',
      error: { errorMessage: expect.stringContaining('cannot invoke') },
    });
  });
});

describe('invokeAll: in this process', () => {
  it('runs all at once, each with a store of its own and without the variable', async () => {
    const arrivals: (() => void)[] = [];
    const together = async (event: unknown, context: { xRayTraceId: string }): Promise<object> => {
      await new Promise<void>((resolve) => {
        arrivals.push(resolve);
        if (arrivals.length === 3) for (const go of arrivals) go();
      });
      console.log(`event ${String(event)}`);
      return seesTrace(event, context);
    };
    const results = await invokeAll(together, [1, 2, 3], { traceHeader: (event) => aHeader(Number(event)) });
    for (const [index, result] of results.entries()) {
      const header = aHeader(index + 1);
      expect(result).toMatchObject({
        response: { event: index + 1, context: header, store: header, variable: null },
        logs: [`event ${index + 1}`],
      });
    }
  });

  it('runs them one after the other where that is asked for', async () => {
    let running = 0;
    const alone = async (): Promise<number> => {
      running += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return running--;
    };
    const results = await invokeAll(alone, [1, 2, 3], { concurrency: 1 });
    expect(results.map(({ response }) => response)).toEqual([1, 1, 1]);
  });
});

describe('invoke: a function in a process of its own', () => {
  it.each([
    { target: PATH, response: { header: aHeader(1), sameAsContext: true, variable: aHeader(1) }, why: 'a file' },
    { target: `${PATH}#other`, response: 'another export', why: 'another export' },
    {
      target: new URL('../functions/sends.mjs', import.meta.url).href,
      response: { sameAsContext: true },
      why: 'a URL',
    },
    { target: PATH.replace(/\.mjs$/, '.other'), response: 'another export', why: 'as _HANDLER has it' },
  ])('runs $why', async ({ target, response }) => {
    expect(await invoke(target, {}, { traceHeader: aHeader(1) })).toMatchObject({ status: 'response', response });
  });

  it('gives documents and logs', async () => {
    const result = await invoke(PATH, {}, { traceHeader: aHeader(1) });
    expect(result.documents).toMatchObject([{ name: 'order', parent_id: '1aaaaaaaaaaaaaaa' }]);
    expect(result.logs).toEqual([`order ${result.requestId}`]);
  });

  it('runs several at once, each in its own trace', async () => {
    const events = [1, 2, 3].map(() => ({ together: 3 }));
    const results = await invokeAll(PATH, events, { traceHeader: (_, index) => aHeader(index + 1) });
    for (const [index, result] of results.entries()) {
      expect(result).toMatchObject({
        response: { header: aHeader(index + 1), sameAsContext: true, variable: null },
        documents: [{ parent_id: `${index + 1}aaaaaaaaaaaaaaa` }],
      });
    }
  });

  it('says what is wrong with the path', async () => {
    await expect(invoke('no/such/file.mjs', {})).rejects.toThrow('no such folder');
    expect(await invoke(PATH.replace('sends', 'missing'), {})).toMatchObject({
      status: 'error',
      phase: 'init',
      error: { errorType: 'Runtime.ImportModuleError' },
    });
  });
});
