import { lintDocument } from '@otel-xray/testing';
import { describe, expect, it } from 'vitest';
import { startBare, startTraced } from '../traced-function.ts';

const WRITES = [{ name: 'write one' }, { name: 'write two' }, { name: 'write three' }];

describe.concurrent('a streaming handler', () => {
  it.each([
    { handler: 'streams.piped', why: 'a pipeline', response: 'one two three ', subsegments: WRITES },
    {
      handler: 'streams.goesOn',
      why: 'it settles and goes on writing',
      response: 'one two three ',
      subsegments: WRITES,
    },
    {
      handler: 'streams.withHead',
      why: 'a head',
      response: { statusCode: 201, headers: { 'x-kind': 'tea' }, body: 'poured' },
    },
  ])('is flushed when its stream has ended, in one datagram ($why)', async ({ handler, response, subsegments }) => {
    await using traced = await startTraced({ handler });
    const { outcome, trace } = await traced.invoke();
    expect(outcome).toMatchObject({ status: 'response', response, streamed: true });
    await traced.daemon.waitForTrace(trace.id, { rootParentId: trace.parentId });
    // The next one is taken when the first has ended: nothing of it comes later.
    const { trace: next } = await traced.invoke();
    await traced.daemon.waitForTrace(next.id, { rootParentId: next.parentId });
    const documents = traced.daemon.documents.filter(({ trace_id }) => trace_id === trace.id);

    expect(documents).toMatchObject([
      { in_progress: true },
      { name: 'function-under-test', ...(subsegments && { subsegments }) },
    ]);
    expect(documents[1]).not.toHaveProperty('fault');
    expect(documents.flatMap(lintDocument)).toEqual([]);
  });

  it.each([
    { statusCode: 201, flags: {} },
    { statusCode: 404, flags: { error: true } },
    { statusCode: 503, flags: { fault: true } },
    { statusCode: undefined, flags: {} },
  ])('has the status of its head, and its outcome: $statusCode', async ({ statusCode, flags }) => {
    await using traced = await startTraced({ handler: 'streams.withStatus' });
    const http = { method: 'GET', path: '/tea' };
    const { trace } = await traced.invoke({
      version: '2.0',
      rawPath: '/tea',
      requestContext: { domainName: 'tea.example.com', http },
      body: JSON.stringify({ statusCode }),
    });
    const documents = await traced.daemon.waitForTrace(trace.id, { rootParentId: trace.parentId });
    const { error, fault, http: seen } = documents.at(-1) ?? {};
    expect({ error, fault, status: seen?.response?.status }).toEqual({
      error: undefined,
      fault: undefined,
      ...flags,
      status: statusCode ?? 200,
    });
  });

  it('is a fault where its stream breaks after it has settled', async () => {
    await using traced = await startTraced({ handler: 'streams.breaks' });
    const { trace } = await traced.invoke();
    const documents = await traced.daemon.waitForTrace(trace.id, { rootParentId: trace.parentId });
    expect(documents.at(-1)).toMatchObject({
      fault: true,
      cause: { exceptions: [{ type: 'RangeError', message: 'no more tea' }] },
    });
  });

  it('is a fault in progress where its stream breaks while it runs', async () => {
    await using traced = await startTraced({ handler: 'streams.breaksAndRunsOn' });
    const { documents } = await traced.invoke();
    expect(documents.at(-1)).toMatchObject({
      in_progress: true,
      fault: true,
      cause: { exceptions: [{ type: 'RangeError', message: 'no more tea' }] },
    });
  });

  it.each([
    {
      handler: 'streams.failsMidway',
      why: 'on its way',
      cause: { exceptions: [{ type: 'RangeError', message: 'no more rows' }] },
    },
    {
      handler: 'streams.throwsAtOnce',
      why: 'at once',
      cause: { exceptions: [{ type: 'RangeError', message: 'no rows' }] },
    },
    { handler: 'streams.isNoPromise', why: 'as it gives no promise' },
  ])('fails as without us ($why)', async ({ handler, cause }) => {
    const bare = await startBare({ handler });
    const without = await bare.invoke({}, { requestId: 'one' }).finally(() => bare.close());
    await using traced = await startTraced({ handler });
    const { outcome, trace } = await traced.invoke({}, { requestId: 'one' });
    const documents = await traced.daemon.waitForTrace(trace.id, { rootParentId: trace.parentId });

    expect(withoutStack(outcome)).toEqual(withoutStack(without));
    expect(documents.at(-1)).toMatchObject(cause === undefined ? {} : { fault: true, cause });
  });
});

function withoutStack(outcome: object): unknown {
  return JSON.parse(
    JSON.stringify(outcome, (key, value: unknown) => (['trace', 'xrayCause'].includes(key) ? undefined : value)),
  );
}
