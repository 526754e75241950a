import { lintDocument } from '@otel-xray/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTraced, type TracedFunction, type TracedOutcome } from '../traced-function.ts';

const TREE = {
  name: 'function-under-test',
  subsegments: [{ name: 'find order', subsegments: [{ name: 'read row' }] }],
};

describe.each([
  { handler: 'work.handler', kind: 'asynchronous' },
  { handler: 'work.sync', kind: 'synchronous' },
])('an $kind handler', ({ handler }) => {
  let traced: TracedFunction;
  beforeAll(async () => {
    traced = await startTraced({ handler });
  });
  afterAll(() => traced[Symbol.asyncDispose]());

  it('answers when what it did is at the daemon: one datagram, beside the one at its start', async () => {
    for (let order = 1; order <= 30; order++) {
      const { outcome, documents } = await traced.invoke({ order });
      expect(outcome).toMatchObject({ status: 'response', response: { order } });
      expect(documents).toMatchObject([{ in_progress: true }, TREE]);
      expect(documents[1]).not.toHaveProperty('in_progress');
      expect(documents.flatMap(lintDocument)).toEqual([]);
    }
    expect(traced.daemon.documents).toHaveLength(2 * 30);
    expect(traced.daemon.rejected).toEqual([]);
  });
});

describe.concurrent('one invocation', () => {
  it('sends one datagram in all when it is told not to send what is in progress', async () => {
    await using traced = await startTraced({
      handler: 'work.handler',
      environment: { OTEL_XRAY_IN_PROGRESS: 'false' },
    });
    const { documents } = await traced.invoke();
    expect(documents).toMatchObject([TREE]);
  });

  it('is finished though it ended more spans than the queue takes', async () => {
    await using traced = await startTraced({ handler: 'work.many' });
    for (let i = 0; i < 2; i++) {
      const { trace, finished } = await traced.invoke({ spans: 3000 });
      expect(finished.filter(({ name }) => name === 'function-under-test')).toMatchObject([
        { parent_id: trace.parentId },
      ]);
    }
  });

  it('sends nothing when its trace is not sampled', async () => {
    await using traced = await startTraced({ handler: 'work.handler' });
    const { trace } = await traced.invoke();
    await traced.invoke({}, { traceHeader: trace.header.replace('Sampled=1', 'Sampled=0') });
    expect(traced.daemon.documents).toHaveLength(2);
  });
});

/** Modules that Node loads before the function's, each of which does something to the way to the daemon. */
const WAYS = {
  noLookup: `import dns from 'node:dns/promises';
    dns.lookup = () => new Promise((_, fail) => setTimeout(fail, 60_000));`,
  noSocket: `import dgram from 'node:dgram';
    dgram.createSocket = () => { throw new Error('EMFILE'); };`,
  noSend: `import dgram from 'node:dgram';
    dgram.Socket.prototype.send = () => {};`,
  slowSend: `import dgram from 'node:dgram';
    const { send } = dgram.Socket.prototype;
    dgram.Socket.prototype.send = function (...args) { setTimeout(() => send.apply(this, args), 100); };`,
};
const preload = (way: keyof typeof WAYS): string[] => {
  const module = `${WAYS[way]} import { syncBuiltinESMExports } from 'node:module'; syncBuiltinESMExports();`;
  return ['--import', `data:text/javascript,${encodeURIComponent(module)}`];
};

describe.concurrent('an answer waits until a slow way has taken the documents', () => {
  it.each([
    { handler: 'work.handler', event: {}, why: 'asynchronous' },
    { handler: 'work.sync', event: {}, why: 'synchronous' },
    { handler: 'throws.handler', event: { how: 'error' }, why: 'rejects' },
    { handler: 'throws.plain', event: { how: 'error' }, why: 'throws' },
    { handler: 'streams.failsMidway', event: {}, why: 'fails while it streams' },
  ])('$handler ($why)', async ({ handler, event }) => {
    await using traced = await startTraced({ handler, nodeArguments: preload('slowSend') });
    const { documents } = await traced.invoke(event);
    expect(documents).toMatchObject([{ in_progress: true }, { end_time: expect.any(Number) }]);
  });

  it('of 20 invocations at once, each waits for its own', async () => {
    const environment = { AWS_LAMBDA_MAX_CONCURRENCY: '20' };
    await using traced = await startTraced({
      handler: 'work.handler',
      nodeArguments: preload('slowSend'),
      environment,
    });
    const all = await Promise.all(Array.from({ length: 20 }, () => traced.invoke()));
    for (const { finished, trace } of all) {
      expect(finished).toContainEqual(expect.objectContaining({ parent_id: trace.parentId }));
    }
  });
});

describe.concurrent('an answer waits no longer than OTEL_XRAY_FLUSH_TIMEOUT', () => {
  it.each([
    { why: 'a host that does not resolve in time', nodeArguments: preload('noLookup'), address: 'daemon.example:2000' },
    { why: 'a host that does not exist', nodeArguments: [], address: 'no-such-host.invalid:2000' },
    { why: 'a socket that cannot be opened', nodeArguments: preload('noSocket'), address: '127.0.0.1:2000' },
    { why: 'a kernel that takes nothing', nodeArguments: preload('noSend'), address: '127.0.0.1:2000' },
    { why: 'nobody at the address', nodeArguments: [], address: '127.0.0.1:1' },
    { why: 'an address that is none', nodeArguments: [], address: 'tcp:nowhere' },
  ])('$why', async ({ nodeArguments, address }) => {
    await using traced = await startTraced({
      handler: 'work.handler',
      nodeArguments,
      environment: { AWS_XRAY_DAEMON_ADDRESS: address, OTEL_XRAY_FLUSH_TIMEOUT: '100' },
    });
    const invocations: TracedOutcome[] = [];
    for (let order = 1; order <= 4; order++) invocations.push(await traced.invoke({ order }));
    for (const { outcome } of invocations) expect(outcome).toMatchObject({ status: 'response' });
    // By default it would be a second each time.
    expect(Math.min(...invocations.map(({ millis }) => millis))).toBeLessThan(900);
    expect(traced.running.logs.join('\n')).toMatch(/otel-xray\/(?:exporter|lambda)/);
  });
});
