import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startRuntimeApi, type RuntimeApi } from '../src/runtime-api.ts';

const TRACE_HEADER = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';

let api: RuntimeApi;

beforeEach(async () => {
  api = await startRuntimeApi();
});

afterEach(() => api.close());

function url(path: string): string {
  return `http://${api.address}/2018-06-01/runtime/${path}`;
}

function next(): Promise<Response> {
  return fetch(url('invocation/next'));
}

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url(path), { method: 'POST', body, headers });
}

function requestIdOf(response: Response): string {
  return response.headers.get('lambda-runtime-aws-request-id') ?? '';
}

describe('startRuntimeApi', () => {
  it('keeps a poll open until there is an event, and tells what Lambda tells', async () => {
    const polled = next();
    const before = Date.now();
    const outcome = api.invoke(
      { order: 7 },
      { traceHeader: TRACE_HEADER, timeoutMillis: 5_000, requestId: 'request-1' },
    );
    const response = await polled;
    expect(await response.json()).toEqual({ order: 7 });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'lambda-runtime-aws-request-id': 'request-1',
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:function-under-test',
      'lambda-runtime-trace-id': TRACE_HEADER,
    });
    const deadlineMillis = Number(response.headers.get('lambda-runtime-deadline-ms'));
    expect(deadlineMillis).toBeGreaterThanOrEqual(before + 5_000);
    expect(deadlineMillis).toBeLessThanOrEqual(Date.now() + 5_000);
    expect((await post('invocation/request-1/response', '{"ok":true}')).status).toBe(202);
    expect(await outcome).toEqual({ status: 'response', requestId: 'request-1', response: { ok: true } });
  });

  it('sends no trace header unless there is one', async () => {
    const outcome = api.invoke({});
    const response = await next();
    expect(response.headers.has('lambda-runtime-trace-id')).toBe(false);
    await post(`invocation/${requestIdOf(response)}/response`, 'null');
    expect(await outcome).toMatchObject({ status: 'response', response: null });
  });

  it('hands out events in their order, to as many polls as there are', async () => {
    const outcomes = [api.invoke('first'), api.invoke('second')];
    const polls = [await next(), await next()];
    expect(await Promise.all(polls.map((poll) => poll.json()))).toEqual(['first', 'second']);
    for (const poll of polls.reverse())
      await post(`invocation/${requestIdOf(poll)}/response`, `"${requestIdOf(poll)}"`);
    const [first, second] = await Promise.all(outcomes);
    expect(first).toMatchObject({ status: 'response', response: first?.requestId });
    expect(second).toMatchObject({ status: 'response', response: second?.requestId });
  });

  it('does not hand an event to a poll that has gone', async () => {
    const { hostname, port } = new URL(`http://${api.address}`);
    const client = connect(Number(port), hostname);
    client.resume().end('GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: gone\r\n\r\n');
    await once(client, 'close');
    const outcome = api.invoke('still here');
    const response = await next();
    expect(await response.json()).toBe('still here');
    await post(`invocation/${requestIdOf(response)}/response`, '');
    expect(await outcome).toMatchObject({ status: 'response', response: '' });
  });

  it('gives an answer that is no JSON as text', async () => {
    const outcome = api.invoke({});
    await post(`invocation/${requestIdOf(await next())}/response`, '<html>');
    expect(await outcome).toMatchObject({ response: '<html>' });
  });

  it('gives an error with its type, message, stack and X-Ray cause', async () => {
    const outcome = api.invoke({});
    const body = { errorType: 'StockError', errorMessage: 'sold out', trace: ['StockError: sold out'] };
    await post(`invocation/${requestIdOf(await next())}/error`, JSON.stringify(body), {
      'Lambda-Runtime-Function-Error-Type': 'StockError',
      'Lambda-Runtime-Function-XRay-Error-Cause': '{"exceptions":[]}',
    });
    expect(await outcome).toMatchObject({
      status: 'error',
      phase: 'invoke',
      error: { ...body, xrayCause: { exceptions: [] } },
    });
  });

  it('reads a cause in UTF-8, as AWS’s own client sends it', async () => {
    const outcome = api.invoke({});
    const cause = { exceptions: [{ message: 'größer als 100 €' }] };
    await post(`invocation/${requestIdOf(await next())}/error`, '{}', {
      'Lambda-Runtime-Function-XRay-Error-Cause': Buffer.from(JSON.stringify(cause)).toString('latin1'),
    });
    expect(await outcome).toMatchObject({ error: { xrayCause: cause } });
  });

  it('reads an error that is no JSON as far as it can', async () => {
    const outcome = api.invoke({});
    await post(`invocation/${requestIdOf(await next())}/error`, 'broken', {
      'Lambda-Runtime-Function-Error-Type': 'Broken',
    });
    expect(await outcome).toMatchObject({ error: { errorType: 'Broken', errorMessage: 'broken', trace: [] } });
  });

  it('ends every invocation with the error of the init phase', async () => {
    const waiting = api.invoke('before');
    await post('init/error', '{"errorType":"TypeError","errorMessage":"no configuration","trace":[]}');
    const expected = {
      status: 'error',
      phase: 'init',
      error: { errorType: 'TypeError', errorMessage: 'no configuration' },
    };
    expect(await waiting).toMatchObject(expected);
    expect(await api.invoke('after')).toMatchObject(expected);
  });

  it('gives up on an event that nobody takes', async () => {
    expect(await api.invoke({}, { pickUpMillis: 10 })).toMatchObject({ status: 'unanswered', reason: 'not-taken' });
  });

  it('gives up on an event that is not answered in time, and refuses the late answer', async () => {
    const outcome = api.invoke({}, { timeoutMillis: 10 });
    const response = await next();
    expect(await outcome).toMatchObject({ status: 'unanswered', reason: 'timeout' });
    expect((await post(`invocation/${requestIdOf(response)}/response`, '{}')).status).toBe(400);
  });

  it.each([
    { path: 'invocation/unknown/response', status: 400, why: 'no such request' },
    { path: 'invocation/unknown/elsewhere', status: 404, why: 'no such path' },
    { path: 'unknown', status: 404, why: 'no such path' },
  ])('answers POST $path with $status ($why)', async ({ path, status }) => {
    expect((await post(path, '{}')).status).toBe(status);
  });

  it('ends what is under way when it is closed', async () => {
    const polled = next();
    const outcome = api.invoke({});
    await polled;
    const waiting = api.invoke({});
    await api.close();
    expect(await outcome).toMatchObject({ status: 'unanswered', reason: 'closed' });
    expect(await waiting).toMatchObject({ status: 'unanswered', reason: 'closed' });
    expect(await api.invoke({})).toMatchObject({ status: 'unanswered', reason: 'closed' });
    await expect(api.close()).resolves.toBeUndefined();
  });
});
