import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { encode, type SegmentDocument } from '@otel-xray/segments';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDaemon, type Daemon } from '../src/daemon.ts';
import { DeadlineError } from '../src/waits.ts';

const TRACE = '1-6553f100-a1b2c3d4e5f60718293a4b5c';
const OTHER_TRACE = '1-6553f100-ffffffffffffffffffffffff';
const LAMBDA = 'aaaaaaaaaaaaaaaa';
const HEADER = '{"format":"json","version":1}\n';

const segment: SegmentDocument = {
  id: '1111111111111111',
  trace_id: TRACE,
  name: 'orders',
  start_time: 1,
  end_time: 2,
};
const child: SegmentDocument = { ...segment, id: '2222222222222222', type: 'subsegment', parent_id: segment.id };
const invocation: SegmentDocument = { ...segment, type: 'subsegment', parent_id: LAMBDA };

const HAS_IPV6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

let daemon: Daemon;

beforeEach(async () => {
  daemon = await startDaemon();
});

afterEach(() => daemon.close());

/** Sends one datagram as an application would, from a socket of its own. */
async function send(datagram: Buffer | string, to: Daemon = daemon): Promise<void> {
  const { hostname, port } = new URL(`udp://${to.address}`);
  const socket = createSocket(hostname.startsWith('[') ? 'udp6' : 'udp4');
  await new Promise((resolve, reject) => {
    socket.send(datagram, Number(port), hostname.replace(/[[\]]/g, ''), (error) =>
      error ? reject(error) : resolve(undefined),
    );
  });
  await new Promise<void>((resolve) => socket.close(resolve));
}

describe('startDaemon', () => {
  it('keeps documents in order of arrival', async () => {
    await send(encode(child));
    await send(encode(segment));
    await daemon.waitFor((documents) => documents.length === 2);
    expect(daemon.documents).toEqual([child, segment]);
    expect(daemon.rejected).toEqual([]);
  });

  it('keeps what it rejects apart, with the reason', async () => {
    await send('no header at all');
    await send(`${HEADER}no JSON`);
    await send(encode(segment));
    await daemon.waitForTrace(TRACE);
    expect(daemon.documents).toEqual([segment]);
    expect(daemon.rejected.map(({ reason }) => reason)).toEqual(['no-line-feed', 'bad-body']);
    expect(daemon.rejected[1]?.datagram.toString()).toBe(`${HEADER}no JSON`);
  });

  it('takes the largest datagram that UDP carries', async () => {
    const padding = 'x'.repeat(65_507 - encode({ ...segment, user: '' }).length);
    const datagram = encode({ ...segment, user: padding });
    expect(datagram).toHaveLength(65_507);
    await send(datagram);
    await daemon.waitForTrace(TRACE);
    expect(daemon.documents[0]?.user).toBe(padding);
  });

  it.skipIf(!HAS_IPV6)('listens on IPv6 (skipped where the host has none)', async () => {
    const onIPv6 = await startDaemon({ host: '::1' });
    expect(onIPv6.address).toMatch(/^\[::1\]:\d+$/);
    await send(encode(segment), onIPv6);
    await expect(onIPv6.waitForTrace(TRACE)).resolves.toEqual([segment]);
    await onIPv6.close();
  });

  it('rejects when the port is taken', async () => {
    const port = Number(daemon.address.split(':')[1]);
    await expect(startDaemon({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('does not see what another one receives', async () => {
    const other = await startDaemon();
    await send(encode(segment), other);
    await other.waitForTrace(TRACE);
    expect(daemon.documents).toEqual([]);
    await other.close();
  });

  it('may be closed twice', async () => {
    await daemon.close();
    await expect(daemon.close()).resolves.toBeUndefined();
  });
});

describe('the TCP side', () => {
  const ask = (path: string, init: RequestInit = { method: 'POST' }): Promise<Response> =>
    fetch(`http://${daemon.address}${path}`, init);

  it('answers a sampler with the default rule, on the port of UDP', async () => {
    const response = await ask('/GetSamplingRules');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      SamplingRuleRecords: [{ SamplingRule: { RuleName: 'Default', FixedRate: 0.05, ReservoirSize: 1, Version: 1 } }],
    });
  });

  it('answers statistics with no targets, and keeps what was asked', async () => {
    const body = { SamplingStatisticsDocuments: [{ RuleName: 'Default', RequestCount: 3 }] };
    const response = await ask('/SamplingTargets', { method: 'POST', body: JSON.stringify(body) });
    expect(await response.json()).toMatchObject({ SamplingTargetDocuments: [], UnprocessedStatistics: [] });
    await ask('/GetSamplingRules');
    expect(daemon.samplingRequests).toEqual([
      { path: '/SamplingTargets', body },
      { path: '/GetSamplingRules', body: {} },
    ]);
  });

  it.each([
    { path: '/Traces', method: 'POST', why: 'another call' },
    { path: '/GetSamplingRules', method: 'GET', why: 'another method' },
    { path: '/toString', method: 'POST', why: 'no call at all' },
  ])('refuses $method $path ($why)', async ({ path, method }) => {
    expect((await ask(path, { method })).status).toBe(404);
  });
});

describe('settle', () => {
  it('resolves when all that was sent before has arrived', async () => {
    for (let sent = 0; sent < 50; sent++) await send(encode(segment));
    await daemon.settle();
    expect(daemon.documents).toHaveLength(50);
    expect(daemon.rejected).toEqual([]);
  });

  it('rejects once the daemon is closed', async () => {
    await daemon.close();
    await expect(daemon.settle()).rejects.toThrow('the daemon is closed');
  });
});

describe('clear', () => {
  it('forgets what has arrived', async () => {
    await send(encode(segment));
    await send('no header at all');
    await daemon.settle();
    expect(daemon.traces().get(TRACE)).toEqual([segment]);
    daemon.clear();
    expect([daemon.documents, daemon.rejected, daemon.traces().size]).toEqual([[], [], 0]);
  });
});

describe('waitForTrace', () => {
  it('waits until the segment has come after its children', async () => {
    const trace = daemon.waitForTrace(TRACE);
    await send(encode(child));
    await send(encode(segment));
    await expect(trace).resolves.toEqual([child, segment]);
  });

  it('answers at once for a trace that is there', async () => {
    await send(encode(segment));
    await daemon.waitForTrace(TRACE);
    await expect(daemon.waitForTrace(TRACE)).resolves.toEqual([segment]);
  });

  it('takes an OpenTelemetry trace id, and leaves out other traces', async () => {
    await send(encode({ ...segment, trace_id: OTHER_TRACE }));
    await send(encode(segment));
    await expect(daemon.waitForTrace('6553f100a1b2c3d4e5f60718293a4b5c')).resolves.toEqual([segment]);
  });

  it('waits for the subsegment below a parent that never comes', async () => {
    const trace = daemon.waitForTrace(TRACE, { rootParentId: LAMBDA });
    await send(encode(child));
    await send(encode(invocation));
    await expect(trace).resolves.toEqual([child, invocation]);
  });

  it('settles for silence where nothing tells the root', async () => {
    await send(encode(child));
    await send(encode(invocation));
    const trace = await daemon.waitForTrace(TRACE, { quietMillis: 50 });
    expect(trace).toEqual([child, invocation]);
  });

  it('does not settle for silence where it is told the root', async () => {
    await send(encode(child));
    const trace = daemon.waitForTrace(TRACE, { rootParentId: LAMBDA, quietMillis: 5, timeoutMillis: 60 });
    await expect(trace).rejects.toThrow('subsegment "orders" 2222222222222222, parent 1111111111111111');
  });

  it('lets a predicate decide', async () => {
    const trace = daemon.waitForTrace(TRACE, { until: (documents) => documents.length === 2 });
    await send(encode(segment));
    await send(encode(child));
    await expect(trace).resolves.toEqual([segment, child]);
  });

  it('says at the deadline what arrived instead', async () => {
    await send('no header at all');
    await send(encode({ ...segment, trace_id: OTHER_TRACE }));
    await daemon.waitForTrace(OTHER_TRACE);
    const trace = daemon.waitForTrace(TRACE, { timeoutMillis: 20 });
    await expect(trace).rejects.toThrow(DeadlineError);
    await expect(trace).rejects.toThrow(
      [
        `after 20 ms: trace ${TRACE} is not there. Arrived:`,
        `  ${OTHER_TRACE}: segment "orders" 1111111111111111, no parent`,
        '  rejected, no-line-feed: expected a header line and a line feed, found no line feed',
      ].join('\n'),
    );
  });

  it('ends when the daemon is closed', async () => {
    const trace = daemon.waitForTrace(TRACE);
    const rejection = expect(trace).rejects.toThrow('the daemon was closed. Nothing arrived.');
    await daemon.close();
    await rejection;
  });
});

describe('waitFor', () => {
  it('ends with what the predicate throws, and leaves other waits alone', async () => {
    const trace = daemon.waitForTrace(TRACE);
    const broken = daemon.waitFor(() => {
      throw new Error('broken predicate');
    });
    await expect(broken).rejects.toThrow('broken predicate');
    await send(encode(segment));
    await expect(trace).resolves.toEqual([segment]);
  });

  it('says at the deadline that the predicate never held', async () => {
    await expect(daemon.waitFor(() => false, { timeoutMillis: 10 })).rejects.toThrow(
      'after 10 ms: the predicate holds for no documents so far. Nothing arrived.',
    );
  });
});
