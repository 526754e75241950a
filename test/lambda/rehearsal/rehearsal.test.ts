import type { SegmentDocument } from '@otel-xray/segments';
import { normalizeTrace } from '@otel-xray/testing';
import { describe, expect, it } from 'vitest';
import { startTraced, type TracedOptions, type TracedOutcome } from '../traced-function.ts';
import { countRuns } from './count-runs.ts';

/** A request as an HTTP API passes it on, other than the one that is rehearsed. */
const REQUEST = {
  version: '2.0',
  routeKey: 'POST /orders',
  rawPath: '/orders',
  rawQueryString: 'limit=1',
  headers: { host: 'api.example.com', 'user-agent': 'curl' },
  requestContext: { domainName: 'api.example.com', http: { method: 'POST', path: '/orders', sourceIp: '192.0.2.1' } },
  order: 7,
};

/** What the first invocation of a process gave, and the process until then. */
interface First extends Pick<TracedOutcome, 'outcome' | 'trace'> {
  /** All that has arrived, whichever trace it names. */
  readonly documents: readonly SegmentDocument[];
  readonly rejected: number;
  readonly logs: readonly string[];
}

async function invokeFirst(
  rehearsal: 'on' | 'off',
  { documents: expected = 0, ...options }: Partial<TracedOptions> & { readonly documents?: number } = {},
): Promise<First> {
  await using traced = await startTraced({
    handler: 'work.handler',
    ...options,
    environment: { OTEL_XRAY_REHEARSAL: rehearsal, ...options.environment },
  });
  const { outcome, trace } = await traced.invoke(REQUEST);
  const { daemon, running } = traced;
  // The answer of a stream goes out before its spans.
  await daemon.waitFor((documents) => documents.length >= expected);
  await daemon.settle();
  return { outcome, trace, documents: daemon.documents, rejected: daemon.rejected.length, logs: running.logs };
}

/** Each document by itself, in the order of arrival, without ids and times. */
const normalize = (documents: readonly SegmentDocument[]) => documents.map((document) => normalizeTrace([document]));

describe.concurrent('a rehearsal', () => {
  it.each([
    { handler: 'work.handler', environment: {}, documents: 2, why: 'a promise' },
    { handler: 'work.sync', environment: { OTEL_XRAY_IN_PROGRESS: 'false' }, documents: 1, why: 'nothing in progress' },
    { handler: 'work.streaming', environment: {}, documents: 2, why: 'a stream' },
    { handler: 'work.handler', environment: { OTEL_XRAY_PRESET: 'powertools' }, documents: 2, why: 'the preset' },
    { handler: 'throws.handler', environment: {}, documents: 2, why: 'a failure' },
    {
      handler: 'work.handler',
      environment: { AWS_LAMBDA_MAX_CONCURRENCY: '4', AWS_LAMBDA_INITIALIZATION_TYPE: 'lambda-managed-instances' },
      documents: 2,
      why: 'invocations that may overlap',
    },
  ])('changes no document of the first invocation, and adds none ($why)', async (options) => {
    const [on, off] = await Promise.all([invokeFirst('on', options), invokeFirst('off', options)]);
    expect(off.documents).toHaveLength(options.documents);
    expect(normalize(on.documents)).toEqual(normalize(off.documents));
    for (const { documents, trace } of [on, off]) {
      expect(documents.filter(({ trace_id }) => trace_id !== trace.id)).toEqual([]);
    }
    expect(on.rejected).toBe(0);
    expect(on.outcome.status).toBe(off.outcome.status);
    expect(on.logs).toEqual(off.logs);
  });

  it('leaves ids to chance: those of two processes differ', async () => {
    const firsts = await Promise.all([invokeFirst('on', { documents: 2 }), invokeFirst('on', { documents: 2 })]);
    const ids = firsts.flatMap(({ documents }) => [...JSON.stringify(documents).matchAll(/"id":"([0-9a-f]{16})"/g)]);
    // Three spans each, the invocation's in two documents.
    expect(ids).toHaveLength(8);
    expect(new Set(ids.map(([, id]) => id)).size).toBe(6);
  });

  it.each([
    { exporter: 'console', documents: 2 },
    { exporter: 'xray', documents: 0 },
    { exporter: 'console,xray', documents: 2 },
  ])('prints nothing (OTEL_TRACES_EXPORTER=$exporter, OTEL_LOG_LEVEL=all)', async ({ exporter, documents }) => {
    const environment = { OTEL_TRACES_EXPORTER: exporter, OTEL_LOG_LEVEL: 'all' };
    const firsts = await Promise.all([invokeFirst('on', { environment }), invokeFirst('off', { environment })]);
    const [on, off] = firsts.map(({ logs }) => {
      const isDocument = (line: string): boolean => line.startsWith('{');
      const printed = logs.filter(isDocument).map((line) => JSON.parse(line) as SegmentDocument);
      return { printed: normalize(printed), said: logs.filter((line) => !isDocument(line)) };
    });
    expect(on).toEqual(off);
    expect(on?.printed).toHaveLength(documents);
  });
});

describe.concurrent('OTEL_XRAY_REHEARSAL', () => {
  const onDemand = { AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' };
  it.each([
    { environment: { OTEL_XRAY_REHEARSAL: 'on' }, times: 2, why: 'on' },
    { environment: { OTEL_XRAY_REHEARSAL: 'on', OTEL_TRACES_EXPORTER: 'console' }, times: 2, why: 'by console' },
    { environment: { OTEL_XRAY_REHEARSAL: 'off', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128' }, times: 0, why: 'off' },
    { environment: { ...onDemand, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128' }, times: 2, why: 'little memory' },
    { environment: { ...onDemand, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '2048' }, times: 0, why: 'much memory' },
    { environment: { AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency' }, times: 2, why: 'nobody waits' },
    { environment: {}, times: 0, why: 'nothing is known' },
  ])(
    'translates, assembles and encodes an invocation $times times ($why), and the process ends by itself',
    async (row) => {
      const { runs, ...end } = await countRuns(row.environment);
      // Each time the invocation as it starts, and then with its four calls.
      expect(runs).toEqual({
        translate: 6 * row.times,
        assembleBatch: 2 * row.times,
        encode: 2 * row.times,
        '#deliver': row.times,
      });
      expect(end).toEqual({ exitCode: 0, output: '' });
    },
  );
});
