import type { Socket } from 'node:dgram';
import { diag } from '@opentelemetry/api';
import { HEADER_LINE } from '@otel-xray/segments';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCauseLogger } from '../../src/once-per-cause.ts';
import { createUdpSender, DaemonUdpSender } from '../../src/senders/udp.ts';
import { MAX_WAITING_BYTES } from '../../src/senders/waiting.ts';
import { createConnectedSocket } from '../../src/senders/connected-socket.ts';
import type { Edges } from '../../src/senders/connection.ts';
import { listenToDiag } from '../diag-log.ts';
import type { DiagLog } from '../diag-log.ts';
import { createReceiver, findDeafPort, hasIPv6 } from '../receiver.ts';
import type { Receiver } from '../receiver.ts';
import { describeSenderContract } from '../sender-contract.ts';

const IPV6 = await hasIPv6();
const LARGEST_DATAGRAM_BYTES = 65_507;

describeSenderContract('createUdpSender', async () => {
  const receiver = await createReceiver();
  return {
    sender: createUdpSender({ daemonAddress: receiver.address }),
    received: async () => (await receiver.received()).map((text) => text.slice(HEADER_LINE.length)),
    breakOff: () => receiver.close(),
    close: () => receiver.close(),
  };
});

describe('createUdpSender', () => {
  let receiver: Receiver;
  let log: DiagLog;

  beforeEach(async () => {
    log = listenToDiag();
    receiver = await createReceiver();
  });
  afterEach(async () => {
    diag.disable();
    vi.unstubAllEnvs();
    await receiver.close();
  });

  it('opens by an explicit call, once, and sends as before', async () => {
    const sender = createUdpSender({ daemonAddress: receiver.address });
    await Promise.all([sender.open(), sender.open()]);
    await sender.open();
    await expect(sender.send([Buffer.from('a')])).resolves.toEqual({ status: 'sent' });
    expect(await receiver.received()).toEqual(['a']);
    await sender.shutdown();
  });

  it('has handed over everything when send returns, once it is open', async () => {
    const sender = createUdpSender({ daemonAddress: receiver.address });
    await sender.open();
    const outcome = sender.send([Buffer.from('a'), Buffer.from('b')]);
    expect(await receiver.received()).toEqual(['a', 'b']);
    await outcome;
    await sender.shutdown();
  });

  it('sends all bursts of one turn once it is open, however many bytes they have', async () => {
    const sender = createUdpSender({ daemonAddress: receiver.address });
    await sender.open();
    const burst = Array.from({ length: 100 }, () => Buffer.alloc(60_000));
    const outcomes = await Promise.all([burst, burst, burst].map((datagrams) => sender.send(datagrams)));
    expect(outcomes).toEqual([{ status: 'sent' }, { status: 'sent' }, { status: 'sent' }]);
    expect(sender.stats()).toMatchObject({ datagrams: 300, bytes: 18_000_000 });
    await sender.shutdown();
  });

  it('does not open again after shutdown', async () => {
    const sender = createUdpSender({ daemonAddress: receiver.address });
    await sender.shutdown();
    await sender.open();
    await expect(sender.send([Buffer.from('a')])).resolves.toMatchObject({ status: 'partial' });
    expect(await receiver.received()).toEqual([]);
  });

  it('sends the rest of the burst beside a datagram that is too large', async () => {
    const sender = createUdpSender({ daemonAddress: receiver.address });
    const largest = 'x'.repeat(LARGEST_DATAGRAM_BYTES);
    await expect(
      sender.send([Buffer.from('a'), Buffer.from(`${largest}y`), Buffer.from(largest), Buffer.from('b')]),
    ).resolves.toEqual({ status: 'partial', rejected: [{ index: 1, reason: 'too-large' }] });
    expect(await receiver.received()).toEqual(['a', largest, 'b']);
    expect(sender.stats()).toEqual({ datagrams: 3, bytes: LARGEST_DATAGRAM_BYTES + 2, refusals: 0, socketErrors: 0 });
    await sender.shutdown();
  });

  it('goes on after nothing but a datagram that is too large', async () => {
    const sender = createUdpSender({ daemonAddress: receiver.address });
    const rejected = [{ index: 0, reason: 'too-large' }];
    await expect(sender.send([Buffer.alloc(70_000)])).resolves.toEqual({ status: 'partial', rejected });
    await expect(sender.send([Buffer.from('a')])).resolves.toEqual({ status: 'sent' });
    expect(await receiver.received()).toEqual(['a']);
    await sender.shutdown();
  });

  it('reads the environment for its address', async () => {
    vi.stubEnv('AWS_XRAY_DAEMON_ADDRESS', `tcp:127.0.0.1:1 udp:${receiver.address}`);
    const sender = createUdpSender();
    await sender.send([Buffer.from('a')]);
    expect(await receiver.received()).toEqual(['a']);
    await sender.shutdown();
  });

  it('warns once of a bad address in the environment, and uses the default', () => {
    vi.stubEnv('AWS_XRAY_DAEMON_ADDRESS', 'nonsense');
    createUdpSender();
    expect(log.lines).toEqual([
      {
        level: 'warn',
        text: 'otel-xray/exporter AWS_XRAY_DAEMON_ADDRESS=nonsense is ignored; using 127.0.0.1:2000',
      },
    ]);
  });

  it('throws a TypeError for a bad address in code', () => {
    expect(() => createUdpSender({ daemonAddress: '127.0.0.1' })).toThrow(TypeError);
  });

  it('reaches a host by name', async () => {
    const sender = createUdpSender({ daemonAddress: `localhost:${receiver.port}` });
    await expect(sender.send([Buffer.from('a')])).resolves.toEqual({ status: 'sent' });
    expect(await receiver.received()).toEqual(['a']);
    await sender.shutdown();
  });

  it.skipIf(!IPV6)('reaches an IPv6 address (skipped where there is no IPv6 loopback)', async () => {
    const receiver6 = await createReceiver('::1');
    const sender = createUdpSender({ daemonAddress: receiver6.address });
    await expect(sender.send([Buffer.from('a')])).resolves.toEqual({ status: 'sent' });
    expect(await receiver6.received()).toEqual(['a']);
    await sender.shutdown();
    await receiver6.close();
  });

  it('counts and tells once that nobody listens, and sends on', async () => {
    const port = await findDeafPort();
    const sender = createUdpSender({ daemonAddress: `127.0.0.1:${port}` });
    await expect(sender.send([Buffer.from('a')])).resolves.toEqual({ status: 'sent' });
    await expect(log.next(/no daemon/)).resolves.toEqual({
      level: 'error',
      text: `otel-xray/exporter no daemon listens on UDP 127.0.0.1:${port}: documents are lost`,
    });
    await expect(sender.send([Buffer.from('b')])).resolves.toEqual({ status: 'sent' });
    await sender.shutdown();
    expect(sender.stats().datagrams).toBe(2);
    expect(sender.stats().refusals).toBeGreaterThanOrEqual(1);
    expect(log.matching(/no daemon/)).toHaveLength(1);
  });

  it('hands a whole burst to the kernel while nobody listens', async () => {
    const sender = createUdpSender({ daemonAddress: `127.0.0.1:${await findDeafPort()}` });
    const burst = Array.from({ length: 600 }, (_, i) => Buffer.from(`${i}`));
    await expect(sender.send(burst)).resolves.toEqual({ status: 'sent' });
    expect(sender.stats().datagrams).toBe(600);
    await log.next(/no daemon/);
    await sender.shutdown();
  });

  it('reaches a daemon that starts later', async () => {
    const port = await findDeafPort();
    const sender = createUdpSender({ daemonAddress: `127.0.0.1:${port}` });
    await sender.send([Buffer.from('a')]);
    await log.next(/no daemon/);
    const late = await createReceiver('127.0.0.1', port);
    await expect(sender.send([Buffer.from('b'), Buffer.from('c')])).resolves.toEqual({ status: 'sent' });
    expect(await late.received()).toEqual(['b', 'c']);
    await sender.shutdown();
    await late.close();
  });

  it('answers with a failure when the host does not resolve', async () => {
    const sender = createUdpSender({ daemonAddress: 'xray-daemon.invalid:2000' });
    const outcome = await sender.send([Buffer.from('a')]);
    expect(outcome).toMatchObject({ status: 'failed' });
    // Without a network the resolver may answer either way, or not in time.
    expect(String(Object.values(outcome)[1])).toMatch(
      /no way to xray-daemon\.invalid:2000 \((ENOTFOUND|EAI_AGAIN|EAI_FAIL|DeadlineError)\)/,
    );
    await sender.shutdown();
  });
});

describe('DaemonUdpSender, on edges of the test', () => {
  const clock = { millis: 0 };
  let receiver: Receiver;

  beforeEach(async () => {
    clock.millis = 0;
    receiver = await createReceiver();
  });
  afterEach(async () => {
    vi.useRealTimers();
    diag.disable();
    await receiver.close();
  });

  function createSender(port: number, lookup: Edges['lookup'], others: Partial<Edges> = {}): DaemonUdpSender {
    const endpoint = { host: 'xray.test', port };
    const edges = { lookup, nowMillis: () => clock.millis, ...others };
    return new DaemonUdpSender({ endpoint, log: createCauseLogger(diag), edges });
  }

  it('asks for an address again only after the back-off, and then sends', async () => {
    const answers = [notFound, notFound, () => Promise.resolve({ address: '127.0.0.1', family: 4 } as const)];
    const lookup = vi.fn<Edges['lookup']>(() => (answers.shift() ?? notFound)());
    const sender = createSender(receiver.port, lookup);
    const steps = [
      { atMillis: 0, lookups: 1, outcome: 'failed' },
      { atMillis: 999, lookups: 1, outcome: 'failed' },
      { atMillis: 1_000, lookups: 2, outcome: 'failed' },
      { atMillis: 2_999, lookups: 2, outcome: 'failed' },
      { atMillis: 3_000, lookups: 3, outcome: 'sent' },
      { atMillis: 3_001, lookups: 3, outcome: 'sent' },
    ];
    for (const { atMillis, lookups, outcome } of steps) {
      clock.millis = atMillis;
      await expect(sender.send([Buffer.from(`at ${atMillis}`)])).resolves.toMatchObject({ status: outcome });
      expect(lookup).toHaveBeenCalledTimes(lookups);
    }
    expect(await receiver.received()).toEqual(['at 3000', 'at 3001']);
    await sender.shutdown();
  });

  it('asks once for sends that overlap', async () => {
    const lookup = vi.fn(toLoopback);
    const sender = createSender(receiver.port, lookup);
    await Promise.all([sender.send([Buffer.from('a')]), sender.open(), sender.send([Buffer.from('b')])]);
    expect(lookup).toHaveBeenCalledExactlyOnceWith('xray.test');
    expect(await receiver.received()).toEqual(['a', 'b']);
    await sender.shutdown();
  });

  it('backs off once for sends that overlap', async () => {
    const lookup = vi.fn<Edges['lookup']>(notFound);
    const sender = createSender(receiver.port, lookup);
    await Promise.all(Array.from({ length: 10 }, () => sender.send([Buffer.from('a')])));
    clock.millis = 1_000;
    await sender.open();
    expect(lookup).toHaveBeenCalledTimes(2);
    await sender.shutdown();
  });

  it('backs off from the beginning again after a success', async () => {
    const { sockets, createSocket } = keepSockets();
    const answers = [notFound, toLoopback, notFound, toLoopback];
    const lookup: Edges['lookup'] = (host) => (answers.shift() ?? notFound)(host);
    const sender = createSender(receiver.port, lookup, { createSocket });
    for (const startMillis of [0, 1_000]) {
      clock.millis = startMillis;
      sockets.at(-1)?.close();
      await expect(sender.send([Buffer.from('no address')])).resolves.toMatchObject({ status: 'failed' });
      clock.millis = startMillis + 1_000;
      await expect(sender.send([Buffer.from('an address')])).resolves.toEqual({ status: 'sent' });
    }
    expect(sockets).toHaveLength(2);
    await sender.shutdown();
  });

  it('opens another socket after one that died, and loses nothing', async () => {
    const { sockets, createSocket } = keepSockets();
    const sender = createSender(receiver.port, toLoopback, { createSocket });
    await sender.send([Buffer.from('a')]);
    sockets[0]?.close();
    await expect(sender.send([Buffer.from('b'), Buffer.from('c')])).resolves.toEqual({ status: 'sent' });
    expect(await receiver.received()).toEqual(['a', 'b', 'c']);
    expect(sender.stats()).toMatchObject({ datagrams: 3, bytes: 3 });
    expect(sockets).toHaveLength(2);
    await sender.shutdown();
  });

  it('sends each datagram once over a socket that dies between them, for sends that overlap', async () => {
    const { sockets, createSocket } = keepSockets();
    const sender = createSender(receiver.port, toLoopback, { createSocket });
    await sender.open();
    const [socket] = sockets as [Socket];
    const send = socket.send.bind(socket) as (...args: unknown[]) => void;
    let calls = 0;
    // The third datagram finds the socket dead, and so do all after it.
    vi.spyOn(socket, 'send').mockImplementation((...args: unknown[]) => {
      if (++calls === 3) socket.close();
      send(...args);
    });
    const bursts = [['a', 'b', 'c', 'x'.repeat(70_000), 'd'], ['e', 'f'], ['g']];
    const outcomes = await Promise.all(bursts.map((burst) => sender.send(burst.map((text) => Buffer.from(text)))));
    expect(outcomes).toEqual([
      { status: 'partial', rejected: [{ index: 3, reason: 'too-large' }] },
      { status: 'sent' },
      { status: 'sent' },
    ]);
    expect((await receiver.received()).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(sockets).toHaveLength(2);
    await sender.shutdown();
  });

  it('fails with what killed the socket where no other can be opened', async () => {
    const { sockets, createSocket } = keepSockets();
    const lookup = vi.fn<Edges['lookup']>(notFound).mockImplementationOnce(toLoopback);
    const sender = createSender(receiver.port, lookup, { createSocket });
    await sender.open();
    sockets[0]?.close();
    await expect(sender.send([Buffer.from('a'), Buffer.from('b')])).resolves.toMatchObject({
      status: 'failed',
      error: { message: `sending to xray.test:${receiver.port} failed (ERR_SOCKET_DGRAM_NOT_RUNNING)` },
    });
    expect(sender.stats().datagrams).toBe(0);
    await sender.shutdown();
  });

  it('tells and counts what a socket reports by itself', async () => {
    const log = listenToDiag();
    const { sockets, createSocket } = keepSockets();
    const sender = createSender(receiver.port, toLoopback, { createSocket });
    for (let i = 0; i < 2; i++) {
      await sender.open();
      sockets[i]?.emit('error', Object.assign(new Error('recvmsg ENETDOWN'), { code: 'ENETDOWN' }));
    }
    expect(sender.stats().socketErrors).toBe(2);
    expect(log.matching(/reported ENETDOWN/)).toHaveLength(1);
    await sender.shutdown();
  });

  it('waits for an address no longer than its deadline, but uses it when it comes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let answer = (): void => {};
    const lookup = vi.fn<Edges['lookup']>(
      () => new Promise((resolve) => (answer = () => resolve({ address: '127.0.0.1', family: 4 }))),
    );
    const sender = createSender(receiver.port, lookup);
    const outcome = sender.send([Buffer.from('a')]);
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(outcome).resolves.toMatchObject({ status: 'failed' });
    await expect(sender.send([Buffer.from('b')])).resolves.toMatchObject({ status: 'failed' });
    clock.millis = 1_000;
    const next = sender.send([Buffer.from('c')]);
    answer();
    await expect(next).resolves.toEqual({ status: 'sent' });
    expect(lookup).toHaveBeenCalledOnce();
    expect(await receiver.received()).toEqual(['c']);
    await sender.shutdown();
  });

  it('holds a bounded number of bytes while it waits for the socket', async () => {
    let answer = (): void => {};
    const sender = createSender(
      receiver.port,
      () => new Promise((resolve) => (answer = () => resolve({ address: '127.0.0.1', family: 4 }))),
    );
    const waiting = sender.send([Buffer.alloc(MAX_WAITING_BYTES)]);
    await expect(sender.send([Buffer.from('a')])).resolves.toMatchObject({
      status: 'failed',
      error: { message: `too many bytes wait to be sent to xray.test:${receiver.port}` },
    });
    answer();
    await expect(waiting).resolves.toMatchObject({ status: 'partial' });
    await expect(sender.send([Buffer.from('b')])).resolves.toEqual({ status: 'sent' });
    await sender.shutdown();
  });

  it('holds a bounded number of bytes while the kernel takes none', async () => {
    const { sockets, createSocket } = keepSockets();
    const sender = createSender(receiver.port, toLoopback, { createSocket });
    await sender.open();
    const [socket] = sockets as [Socket];
    const held: ((error: Error | null) => void)[] = [];
    const full = vi
      .spyOn(socket, 'send')
      .mockImplementation((_, done: unknown) => void held.push(done as (error: Error | null) => void));
    const burst = Array.from({ length: 300 }, () => Buffer.alloc(60_000));
    // A burst of more than the limit goes alone, or the first of a process with much to tell would be lost.
    const waiting = sender.send(burst);
    const queue = vi.spyOn(socket, 'getSendQueueSize').mockReturnValue(300 * 60_000);
    await expect(sender.send([Buffer.from('a')])).resolves.toMatchObject({ status: 'failed' });
    expect(held).toHaveLength(burst.length);
    queue.mockRestore();
    for (const done of held) done(null);
    await expect(waiting).resolves.toEqual({ status: 'sent' });
    full.mockRestore();
    await expect(sender.send([Buffer.from('b')])).resolves.toEqual({ status: 'sent' });
    expect(await receiver.received()).toEqual(['b']);
    await sender.shutdown();
  });

  it('sends a first burst of more bytes than may wait', async () => {
    const sender = createSender(receiver.port, toLoopback);
    const burst = Array.from({ length: 10 }, () => Buffer.alloc(MAX_WAITING_BYTES / 8));
    const rejected = burst.map((_, index) => ({ index, reason: 'too-large' }));
    await expect(sender.send(burst)).resolves.toEqual({ status: 'partial', rejected });
    await sender.shutdown();
  });

  it('forgets the bytes that wait no more', async () => {
    const sender = createSender(receiver.port, notFound);
    for (const atMillis of [0, 1_000]) {
      clock.millis = atMillis;
      const outcome = await sender.send([Buffer.alloc(MAX_WAITING_BYTES)]);
      expect(outcome).toMatchObject({ error: { message: expect.stringContaining('ENOTFOUND') as string } });
    }
    await sender.shutdown();
  });

  it.skipIf(!IPV6)('follows a host name whose address has moved, though nobody says so', async () => {
    const { sockets, createSocket } = keepSockets();
    const moved = Promise.withResolvers<void>();
    const old = await createReceiver('::1', receiver.port);
    const lookup = vi.fn(toLoopback).mockResolvedValueOnce({ address: '::1', family: 6 });
    const sender = createSender(receiver.port, lookup, {
      async createSocket(...args) {
        const socket = await createSocket(...args);
        // What waits for this socket goes on before what waits for the word of it.
        if (sockets.length === 2) setImmediate(moved.resolve);
        return socket;
      },
    });
    await sender.send([Buffer.from('a')]);
    clock.millis = 30_000;
    await sender.send([Buffer.from('b')]);
    await moved.promise;
    await sender.send([Buffer.from('c')]);
    expect(await old.received()).toEqual(['a', 'b']);
    expect(await receiver.received()).toEqual(['c']);
    await sender.shutdown();
    await old.close();
  });
});

const toLoopback: Edges['lookup'] = () => Promise.resolve({ address: '127.0.0.1', family: 4 });

/** Real sockets, and a list of those that were made. */
function keepSockets(): { readonly sockets: readonly Socket[]; readonly createSocket: Edges['createSocket'] } {
  const sockets: Socket[] = [];
  return {
    sockets,
    async createSocket(...args) {
      const socket = await createConnectedSocket(...args);
      sockets.push(socket);
      return socket;
    },
  };
}

function notFound(): Promise<never> {
  return Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND xray.test'), { code: 'ENOTFOUND' }));
}
