import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Connection } from '../../src/senders/connection.ts';
import { createReceiver } from '../receiver.ts';
import type { Receiver } from '../receiver.ts';

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

  it('backs off when no socket can be made for the address', async () => {
    const wrong = new Connection({ host: '999.1.1.1', port: 2000 }, () => {});
    const first: unknown = await wrong.open().catch((error: unknown) => error);
    expect(first).toMatchObject({ message: expect.stringMatching(/^no way to 999\.1\.1\.1:2000 \(/) as string });
    await expect(wrong.open()).rejects.toBe(first);
  });
});
