import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Order, Report } from './messages.ts';

/**
 * The other end of a soak run, in a process of its own: a UDP socket that reads, reads slowly, or is closed, as it is told. What
 * comes faster than it reads is lost, as at a daemon.
 */

/** For each datagram: some twenty times what sending it takes. */
const SLOW_MILLIS = 2;
/** What Linux gives a socket that does not ask. */
const BUFFER_BYTES = 212_992;

const pause = new Int32Array(new SharedArrayBuffer(4));
let socket: Socket | undefined;
let port = 0;
let isSlow = false;
let [datagrams, bytes] = [0, 0];

async function open(): Promise<void> {
  if (socket !== undefined) return;
  socket = createSocket({ type: 'udp4', recvBufferSize: BUFFER_BYTES });
  socket.on('message', ({ length }) => {
    datagrams += 1;
    bytes += length;
    if (isSlow) Atomics.wait(pause, 0, 0, SLOW_MILLIS);
  });
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  ({ port } = socket.address());
}

async function obey(order: Order): Promise<void> {
  switch (order) {
    case 'count':
      return;
    case 'stop':
      socket?.close();
      socket = undefined;
      return;
    case 'read':
    case 'read slowly':
      isSlow = order === 'read slowly';
      return open();
  }
}

async function answer(order: Order): Promise<void> {
  await obey(order);
  const report: Report = { port, datagrams, bytes };
  [datagrams, bytes] = [0, 0];
  process.send?.(report);
}

process.on('message', (order: Order) => void answer(order));
process.on('disconnect', () => process.exit());
