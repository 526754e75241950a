import { describe, expect, it } from 'vitest';
import { startTraced } from '../traced-function.ts';
import { findMixtures, invokeAll, TENANT_ENVIRONMENT, tenantCalls } from './tenants.ts';

const INVOCATIONS = 100;

describe.concurrent('100 interleaved invocations of different tenants in one process', () => {
  const environment = { ...TENANT_ENVIRONMENT, AWS_LAMBDA_MAX_CONCURRENCY: String(INVOCATIONS) };

  it('share no trace id, annotation or user; each is at the daemon when it is answered', async () => {
    await using traced = await startTraced({ handler: 'tenants.handler', environment });
    const calls = tenantCalls(INVOCATIONS);
    const outcomes = await invokeAll(traced.running, calls);
    await traced.daemon.settle();

    expect(findMixtures(traced.daemon.documents, calls)).toEqual([]);
    for (const [index, { tenant, trace, seed }] of calls.entries()) {
      const traceId = trace.id.slice(2).replace('-', '');
      expect(outcomes[index]).toMatchObject(
        seed % 10 === 9
          ? { status: 'error', error: { errorMessage: `no tea for ${tenant}` } }
          : { status: 'response', response: { tenant, traceId } },
      );
    }
    expect(traced.running.logs).toEqual([]);
    // The one of its start, and one with all that it did, however the others' ends fell.
    expect(traced.daemon.documents).toHaveLength(2 * INVOCATIONS);
  });

  it('and streaming ones', async () => {
    await using traced = await startTraced({ handler: 'tenants.streaming', environment });
    const calls = tenantCalls(INVOCATIONS);
    await invokeAll(traced.running, calls);
    const whole = calls.map(({ trace }) => traced.daemon.waitForTrace(trace.id, { rootParentId: trace.parentId }));
    await Promise.all(whole);

    expect(findMixtures(traced.daemon.documents, calls)).toEqual([]);
  });

  it('with every other one not sampled, of which nothing is sent', async () => {
    await using traced = await startTraced({ handler: 'tenants.handler', environment });
    const calls = tenantCalls(INVOCATIONS).map((call) => {
      if (call.seed % 2 === 0) return call;
      return { ...call, trace: { ...call.trace, header: call.trace.header.replace('Sampled=1', 'Sampled=0') } };
    });
    await invokeAll(traced.running, calls);
    await traced.daemon.settle();

    const sampled = calls.filter(({ seed }) => seed % 2 === 0);
    expect(findMixtures(traced.daemon.documents, sampled)).toEqual([]);
  });
});

describe('invocations of one process, one after the other', () => {
  it('keep what an earlier one left behind in the earlier trace', async () => {
    await using traced = await startTraced({ handler: 'tenants.leaves', environment: TENANT_ENVIRONMENT });
    const calls = tenantCalls(10);
    for (const call of calls) await invokeAll(traced.running, [call]);
    await traced.daemon.settle();

    for (const { tenant, trace } of calls) {
      const own = traced.daemon.documents.filter(({ trace_id }) => trace_id === trace.id);
      expect(new Set(JSON.stringify(own).match(/tenant-\d+\./g))).toEqual(new Set([tenant]));
    }
  });
});
