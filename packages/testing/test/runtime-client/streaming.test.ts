import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningFunction, startFunction } from '../../src/start-function.ts';

const TASK_ROOT = fileURLToPath(new URL('../functions', import.meta.url));
const TRACE_HEADER = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';

let running: RunningFunction | undefined;

afterEach(() => running?.close());

async function start(handler: string, environment: Record<string, string> = {}): Promise<RunningFunction> {
  running = await startFunction({ handler, taskRoot: TASK_ROOT, environment });
  return running;
}

describe('a streaming handler', () => {
  it.each([
    {
      handler: 'text',
      ending: { status: 'response', streamed: true, response: 'one {"event":{"order":7},"requestId":"request-1"}' },
      why: 'texts, and values as JSON',
    },
    {
      handler: 'http',
      ending: { status: 'response', response: { statusCode: 201, headers: { 'x-kind': 'tea' }, body: 'poured' } },
      why: 'with status and headers',
    },
    {
      handler: 'fails',
      ending: {
        status: 'error',
        phase: 'invoke',
        error: { errorType: 'RangeError', errorMessage: 'größer als 100 €' },
      },
      why: 'on the way',
    },
    {
      handler: 'tooLate',
      ending: { status: 'error', error: { errorType: 'Runtime.InvalidStreamingOperation' } },
      why: 'content type after the first byte',
    },
    { handler: 'afterTheEnd', ending: { status: 'response', response: 'done' }, why: 'no promise, but an answer' },
    { handler: 'neverEnds', ending: { status: 'unanswered', reason: 'timeout' }, why: 'without an end' },
  ])('ends as it does in Lambda: $handler ($why)', async ({ handler, ending }) => {
    const streaming = await start(`streams.${handler}`);
    const options = { requestId: 'request-1', timeoutMillis: handler === 'neverEnds' ? 50 : 3000 };
    expect(await streaming.invoke({ order: 7 }, options)).toMatchObject(ending);
  });
});

describe('the invoke store', () => {
  it.each([
    { environment: {}, why: 'one at a time' },
    { environment: { AWS_LAMBDA_MAX_CONCURRENCY: '3' }, why: 'at once' },
  ])('tells each invocation its own ($why)', async ({ environment }) => {
    const storing = await start('streams.store', environment);
    const outcomes = await Promise.all([
      storing.invoke({}, { requestId: 'request-1', traceHeader: TRACE_HEADER, context: { tenantId: 'tenant-1' } }),
      storing.invoke({}, { requestId: 'request-2' }),
    ]);
    const attempts = [7, 'Cannot modify protected Lambda context field: Symbol(_AWS_LAMBDA_REQUEST_ID)'];
    expect(outcomes).toMatchObject([
      { response: { requestId: 'request-1', trace: TRACE_HEADER, tenant: 'tenant-1', attempts } },
      { response: { requestId: 'request-2', trace: '', tenant: null, attempts } },
    ]);
  });

  it('is missing where the function does without the global', async () => {
    const bare = await start('streams.store', { AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA: '1' });
    expect(await bare.invoke({})).toMatchObject({ status: 'error', phase: 'init', error: { errorType: 'TypeError' } });
  });
});
