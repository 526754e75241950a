import { lintDocument } from '@otel-xray/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTraced, type TracedFunction } from '../traced-function.ts';

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
    // `settle` sends its marker when the answer is there: a document that was sent later would mostly come after it.
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

  it('sends nothing when its trace is not sampled', async () => {
    await using traced = await startTraced({ handler: 'work.handler' });
    const { trace } = await traced.invoke();
    await traced.invoke({}, { traceHeader: trace.header.replace('Sampled=1', 'Sampled=0') });
    expect(traced.daemon.documents).toHaveLength(2);
  });
});

/** Modules that Node loads before the function's, each of which makes one way to the daemon impassable. */
const OBSTACLES = {
  lookup: `import dns from 'node:dns/promises'; dns.lookup = () => new Promise((_, fail) => setTimeout(fail, 60_000));`,
  socket: `import dgram from 'node:dgram'; dgram.createSocket = () => { throw new Error('EMFILE'); };`,
  send: `import dgram from 'node:dgram'; dgram.Socket.prototype.send = () => {};`,
};
const preload = (obstacle: keyof typeof OBSTACLES): string[] => [
  '--import',
  `data:text/javascript,${encodeURIComponent(
    `${OBSTACLES[obstacle]} import { syncBuiltinESMExports } from 'node:module'; syncBuiltinESMExports();`,
  )}`,
];

describe.concurrent('an answer waits no longer than OTEL_XRAY_FLUSH_TIMEOUT', () => {
  it.each([
    { why: 'a host that does not resolve in time', nodeArguments: preload('lookup'), address: 'daemon.example:2000' },
    { why: 'a host that does not exist', nodeArguments: [], address: 'no-such-host.invalid:2000' },
    { why: 'a socket that cannot be opened', nodeArguments: preload('socket'), address: '127.0.0.1:2000' },
    { why: 'a kernel that takes nothing', nodeArguments: preload('send'), address: '127.0.0.1:2000' },
    { why: 'nobody at the address', nodeArguments: [], address: '127.0.0.1:1' },
    { why: 'an address that is none', nodeArguments: [], address: 'tcp:nowhere' },
  ])('$why', async ({ nodeArguments, address }) => {
    await using traced = await startTraced({
      handler: 'work.handler',
      nodeArguments,
      environment: { AWS_XRAY_DAEMON_ADDRESS: address, OTEL_XRAY_FLUSH_TIMEOUT: '100' },
    });
    await traced.invoke({ order: 1 });
    const startedAt = performance.now();
    for (let order = 2; order <= 4; order++) {
      expect(await traced.invoke({ order })).toMatchObject({ outcome: { status: 'response', response: { order } } });
    }
    // Three flushes of 100 ms, and a machine that is busy.
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    expect(traced.running.logs.join('\n')).toMatch(/otel-xray\/(?:exporter|lambda)/);
  });
});
