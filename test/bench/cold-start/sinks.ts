import { createSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { listenOnLoopback } from '../../loopback.ts';

/** What the processes that are measured send to: takes everything and keeps nothing. Must be closed. */
export interface Sinks {
  readonly udpPort: number;
  readonly httpPort: number;
  /** Resolves with the number of datagrams and requests that were sent since the last call. */
  takeCount(): Promise<number>;
  close(): void;
}

/** Comes after all that was sent before it: one socket receives in order. */
const MARK = Buffer.from('mark');

/** Listens as a daemon does, and as an OTLP collector does. */
export async function openSinks(): Promise<Sinks> {
  let count = 0;
  const marks = new EventEmitter();
  const socket = createSocket('udp4', (datagram) => {
    if (datagram.equals(MARK)) marks.emit('mark');
    else count += 1;
  });
  const server = createServer((request, response) => {
    count += 1;
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  });
  socket.bind(0, '127.0.0.1');
  const [httpPort] = await Promise.all([listenOnLoopback(server), once(socket, 'listening')]);
  return {
    udpPort: socket.address().port,
    httpPort,
    takeCount: async () => {
      const marked = once(marks, 'mark');
      socket.send(MARK, socket.address().port, '127.0.0.1');
      await marked;
      const taken = count;
      count = 0;
      return taken;
    },
    close: () => {
      socket.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
