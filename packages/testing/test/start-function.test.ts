import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { startFunction, type FunctionOptions, type RunningFunction } from '../src/start-function.ts';

const TASK_ROOT = fileURLToPath(new URL('./functions', import.meta.url));
const TRACE_HEADER = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';

let running: RunningFunction | undefined;

afterEach(() => running?.close());

async function start(handler: string, options: Partial<FunctionOptions> = {}): Promise<RunningFunction> {
  running = await startFunction({ handler, taskRoot: TASK_ROOT, ...options });
  return running;
}

describe('startFunction', () => {
  it('gives the handler its event and a context like Lambda’s', async () => {
    const echo = await start('echo.handler', { functionName: 'orders-api' });
    const outcome = await echo.invoke(
      { order: 7 },
      { traceHeader: TRACE_HEADER, requestId: 'request-1', timeoutMillis: 60_000 },
    );
    expect(outcome).toMatchObject({
      status: 'response',
      requestId: 'request-1',
      response: {
        event: { order: 7 },
        context: {
          awsRequestId: 'request-1',
          functionName: 'orders-api',
          functionVersion: '$LATEST',
          invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders-api',
          memoryLimitInMB: '512',
          logGroupName: '/aws/lambda/orders-api',
          logStreamName: expect.stringContaining('[$LATEST]'),
          xRayTraceId: TRACE_HEADER,
        },
        remainingMillis: expect.toSatisfy((millis) => millis > 0 && millis <= 60_000),
      },
    });
  });

  it('sets the trace header for each invocation, and deletes it where there is none', async () => {
    const echo = await start('echo.handler');
    const other = TRACE_HEADER.replace('Sampled=1', 'Sampled=0');
    const outcomes = [
      await echo.invoke({}, { traceHeader: TRACE_HEADER }),
      await echo.invoke({}, { traceHeader: other }),
      await echo.invoke({}),
      await echo.invoke({}, { traceHeader: '' }),
    ];
    expect(outcomes).toMatchObject([
      { response: { invocations: 1, traceHeader: TRACE_HEADER } },
      { response: { invocations: 2, traceHeader: other } },
      { response: { invocations: 3, hasTraceHeader: false } },
      { response: { invocations: 4, hasTraceHeader: false } },
    ]);
    expect(outcomes[2]).toHaveProperty('response.context.xRayTraceId', '');
  });

  it('answers invocations made at once one after the other', async () => {
    const echo = await start('echo.handler');
    const outcomes = await Promise.all([echo.invoke('a'), echo.invoke('b'), echo.invoke('c')]);
    expect(outcomes).toMatchObject([
      { response: { event: 'a', invocations: 1 } },
      { response: { event: 'b', invocations: 2 } },
      { response: { event: 'c', invocations: 3 } },
    ]);
  });

  it('passes on no variables but its own and the given ones', async () => {
    const echo = await start('echo.handler', {
      environment: { TABLE: 'orders', AWS_REGION: 'eu-central-1', _HANDLER: 'x' },
    });
    const outcome = await echo.invoke({});
    expect(outcome).toMatchObject({
      response: {
        environment: {
          TABLE: 'orders',
          AWS_REGION: 'eu-central-1',
          _HANDLER: 'echo.handler',
          LAMBDA_TASK_ROOT: TASK_ROOT,
        },
      },
    });
    expect(outcome).not.toHaveProperty('response.environment.VITEST');
  });

  it.each([
    { handler: 'common.handler', response: { kind: 'CommonJS', event: 1 }, why: 'CommonJS' },
    { handler: 'typed.handler', response: { kind: 'TypeScript', event: 1 }, why: 'TypeScript as it is' },
    { handler: 'echo.api.nested.get', response: 'nested', why: 'nested export' },
    { handler: 'echo.nothing', response: null, why: 'no answer is null' },
  ])('runs $handler ($why)', async ({ handler, response }) => {
    expect(await (await start(handler)).invoke(1)).toMatchObject({ status: 'response', response });
  });

  it('passes arguments on to Node', async () => {
    const preload = 'data:text/javascript,process.env.PRELOADED="yes"';
    const echo = await start('echo.handler', { nodeArguments: ['--import', preload] });
    expect(await echo.invoke({})).toMatchObject({ response: { environment: { PRELOADED: 'yes' } } });
  });

  it('runs on another Node where it is told to', async () => {
    const nowhere = await start('echo.handler', { nodePath: '/no/such/node' });
    expect(await nowhere.invoke({})).toMatchObject({ status: 'unanswered', reason: 'exited' });
    expect(nowhere.logs.join('\n')).toContain('/no/such/node');
  });

  it('keeps what the function writes', async () => {
    const echo = await start('echo.handler');
    await echo.invoke({});
    await echo.close();
    expect(echo.logs).toEqual(['invocation 1']);
  });
});

describe('errors of the handler', () => {
  it.each([
    { handler: 'fails.error', errorType: 'StockError', errorMessage: 'sold out: größer als 100 €', why: 'rejects' },
    {
      handler: 'fails.synchronous',
      errorType: 'StockError',
      errorMessage: 'thrown before the first await',
      why: 'throws',
    },
    { handler: 'fails.text', errorType: 'string', errorMessage: 'only a text', why: 'throws a text' },
    { handler: 'fails.nothing', errorType: 'undefined', errorMessage: 'undefined', why: 'throws undefined' },
    { handler: 'fails.unspeakable', errorType: 'object', errorMessage: '', why: 'throws what has no text' },
    {
      handler: 'fails.cyclic',
      errorType: 'Runtime.JSONStringifyError',
      errorMessage: 'Unable to stringify response body',
      why: 'answer is no JSON',
    },
  ])('reports $handler as $errorType ($why)', async ({ handler, errorType, errorMessage }) => {
    const failing = await start(handler);
    const error = { errorType, errorMessage, xrayCause: { exceptions: [{ type: errorType, message: errorMessage }] } };
    expect(await failing.invoke({})).toMatchObject({ status: 'error', phase: 'invoke', error });
    expect(await failing.invoke({}), 'goes on with the next event').toMatchObject({ status: 'error', error });
  });

  it('names file and line in the X-Ray cause', async () => {
    const outcome = await (await start('fails.error')).invoke({});
    const file = `${TASK_ROOT}/fails.mjs`;
    expect(outcome).toMatchObject({
      error: {
        trace: expect.arrayContaining(['StockError: sold out: größer als 100 €']),
        xrayCause: {
          exceptions: [{ stack: expect.arrayContaining([{ path: file, line: 6, label: 'error' }]) }],
          paths: expect.arrayContaining([file]),
        },
      },
    });
  });

  it('shortens a cause that is too long for its header', async () => {
    expect(await (await start('fails.endless')).invoke({})).toMatchObject({
      status: 'error',
      error: {
        errorMessage: '€'.repeat(20_000),
        xrayCause: { exceptions: [{ type: 'Error', message: '', stack: [] }] },
      },
    });
  });
});

describe('errors of the init phase', () => {
  it.each([
    { handler: 'missing.handler', errorType: 'Runtime.ImportModuleError' },
    { handler: 'echo.missing', errorType: 'Runtime.HandlerNotFound' },
    { handler: 'echo.notAFunction', errorType: 'Runtime.HandlerNotFound' },
    { handler: 'echo.api.missing.get', errorType: 'Runtime.HandlerNotFound' },
    { handler: 'echo.callback', errorType: 'Runtime.CallbackHandlerDeprecated' },
    { handler: 'echo', errorType: 'Runtime.MalformedHandlerName' },
    { handler: '../functions/echo.handler', errorType: 'Runtime.MalformedHandlerName' },
    { handler: 'init-fails.handler', errorType: 'TypeError' },
  ])('reports $handler as $errorType', async ({ handler, errorType }) => {
    expect(await (await start(handler)).invoke({})).toMatchObject({
      status: 'error',
      phase: 'init',
      error: { errorType },
    });
  });
});

describe('a function that does not answer', () => {
  it('is ended at its deadline', async () => {
    const never = await start('echo.never');
    expect(await never.invoke({}, { timeoutMillis: 20 })).toMatchObject({ status: 'unanswered', reason: 'timeout' });
    expect(await never.invoke({})).toMatchObject({ status: 'unanswered', reason: 'exited' });
  });

  it('is missed when it ends itself', async () => {
    const exits = await start('echo.exits');
    expect(await exits.invoke({})).toMatchObject({ status: 'unanswered', reason: 'exited' });
  });

  it('is missed when it cannot start, with its last words', async () => {
    const broken = await start('echo.handler', { nodeArguments: ['--import', 'data:text/javascript,throw 42'] });
    expect(await broken.invoke({})).toMatchObject({ status: 'unanswered', reason: 'exited' });
    expect(broken.logs.join('\n')).toContain('42');
  });

  it('may be closed twice, and while it works', async () => {
    const never = await start('echo.never');
    const outcome = never.invoke({});
    await never.close();
    await never.close();
    expect(await outcome).toMatchObject({ status: 'unanswered', reason: 'closed' });
  });
});
