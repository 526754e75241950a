import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from '../../src/senders/connection.ts';
import type { Edges } from '../../src/senders/connection.ts';
import type { HostAddress } from '../../src/senders/resolve-host.ts';
import { createReceiver, hasIPv6 } from '../receiver.ts';
import type { Receiver } from '../receiver.ts';

const IPV6 = await hasIPv6();

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

/** UDP sockets that keep this process alive. */
function countActiveSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap').length;
}

describe('Connection', () => {
  const heard: Error[] = [];
  let receiver: Receiver;
  let connection: Connection;

  beforeEach(async () => {
    heard.length = 0;
    receiver = await createReceiver();
    connection = new Connection({ host: '127.0.0.1', port: receiver.port }, (error) => heard.push(error));
  });
  afterEach(async () => {
    connection.close();
    await receiver.close();
  });

  it('has no socket before it is opened, and keeps the one it has', async () => {
    expect(connection.socket).toBeUndefined();
    const socket = await connection.open();
    expect(connection.socket).toBe(socket);
    await expect(connection.open()).resolves.toBe(socket);
  });

  it('opens a socket that is connected and does not keep the process alive', async () => {
    const socketsBefore = countActiveSockets();
    const socket = await connection.open();
    expect(socket.remoteAddress()).toMatchObject({ address: '127.0.0.1', port: receiver.port });
    expect(countActiveSockets()).toBe(socketsBefore);
  });

  it.each(['ENETDOWN', 'EBADF', 'ERR_SOCKET_DGRAM_NOT_RUNNING'])('hears %s and opens another socket', async (code) => {
    const dead = await connection.open();
    // Not by `once` of `node:events`, which rejects on `error`.
    const closed = new Promise<void>((resolve) => dead.once('close', resolve));
    dead.emit('error', systemError(code));
    await closed;
    expect(heard).toEqual([systemError(code)]);
    expect(connection.socket).toBeUndefined();
    await expect(connection.open()).resolves.not.toBe(dead);
  });

  it.each(['ECONNREFUSED', 'EMSGSIZE', 'ENOBUFS', 'EPERM'])('keeps the socket after %s', async (code) => {
    const socket = await connection.open();
    connection.retire(socket, systemError(code));
    expect(connection.socket).toBe(socket);
  });

  it('does not retire its socket for one that was retired before', async () => {
    const dead = await connection.open();
    connection.retire(dead, systemError('ENETDOWN'));
    const alive = await connection.open();
    connection.retire(dead, systemError('ENETDOWN'));
    expect(connection.socket).toBe(alive);
  });

  it('closes a socket that is still being opened as soon as it is there', async () => {
    const opening = connection.open();
    connection.close();
    const socket = await opening;
    expect(connection.socket).toBeUndefined();
    expect(() => socket.address()).toThrow();
  });

  describe('to a host name', () => {
    const LOOPBACK = { address: '127.0.0.1', family: 4 } as const;
    const AGE_MILLIS = 30_000;
    let nowMillis: number;

    function createNamed(lookup: Edges['lookup']): Connection {
      nowMillis = 0;
      const endpoint = { host: 'xray.test', port: receiver.port };
      return new Connection(endpoint, (error) => heard.push(error), { lookup, nowMillis: () => nowMillis });
    }

    it.skipIf(!IPV6)('changes over to another address, and closes the old socket', async () => {
      const lookup = vi.fn<Edges['lookup']>(async () => LOOPBACK).mockResolvedValueOnce({ address: '::1', family: 6 });
      const named = createNamed(lookup);
      const old = await named.open();
      nowMillis = AGE_MILLIS;
      await Promise.all([named.renew(), named.renew()]);
      expect(lookup).toHaveBeenCalledTimes(2);
      expect(named.socket?.remoteAddress()).toMatchObject({ address: '127.0.0.1' });
      expect(() => old.address()).toThrow('Not running');
      named.close();
    });

    it.each([
      { why: 'the address is the same', answer: async () => LOOPBACK },
      { why: 'the lookup fails', answer: () => Promise.reject(systemError('EAI_AGAIN')) },
    ])('keeps its socket and asks again later where $why', async ({ answer }) => {
      const lookup = vi.fn<Edges['lookup']>(answer).mockResolvedValueOnce(LOOPBACK);
      const named = createNamed(lookup);
      const socket = await named.open();
      for (const [atMillis, lookups] of [
        [AGE_MILLIS - 1, 1],
        [AGE_MILLIS, 2],
        [2 * AGE_MILLIS - 1, 2],
        [2 * AGE_MILLIS, 3],
      ] as const) {
        nowMillis = atMillis;
        await named.renew();
        expect(lookup).toHaveBeenCalledTimes(lookups);
        expect(named.socket).toBe(socket);
      }
      named.close();
    });

    it('opens nothing after it was closed while the name was looked up', async () => {
      let answer = (_: HostAddress): void => {};
      const lookup = vi
        .fn<Edges['lookup']>(() => new Promise((resolve) => (answer = resolve)))
        .mockResolvedValueOnce({ address: '127.0.0.1', family: 4 });
      const named = createNamed(lookup);
      await named.open();
      nowMillis = AGE_MILLIS;
      const renewed = named.renew();
      named.close();
      answer({ address: '127.0.0.2', family: 4 });
      await renewed;
      expect(named.socket).toBeUndefined();
    });
  });

  it('never looks an address up', async () => {
    const lookup = vi.fn<Edges['lookup']>();
    const literal = new Connection({ host: '127.0.0.1', port: receiver.port }, () => {}, {
      lookup,
      nowMillis: () => performance.now() * 1e6,
    });
    await literal.open();
    await literal.renew();
    expect(lookup).not.toHaveBeenCalled();
    literal.close();
  });

  it('backs off when no socket can be made for the address', async () => {
    const wrong = new Connection({ host: '999.1.1.1', port: 2000 }, () => {});
    const first: unknown = await wrong.open().catch((error: unknown) => error);
    expect(first).toMatchObject({ message: expect.stringMatching(/^no way to 999\.1\.1\.1:2000 \(/) as string });
    await expect(wrong.open()).rejects.toBe(first);
  });
});
