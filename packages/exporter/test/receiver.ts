import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/**
 * A UDP socket that keeps what arrives, also what no daemon would take. Must be closed.
 *
 * Not `startDaemon` of `@otel-xray/testing`: that room stands on this one, and the arrows have no way back, not even for tests.
 */
export interface Receiver {
  /** `127.0.0.1:52011`, as `daemonAddress` takes it. */
  readonly address: string;
  readonly port: number;
  /** Everything that was sent before the call, in order of arrival. */
  received(): Promise<readonly string[]>;
  /** Frees the port; may be called twice. */
  close(): Promise<void>;
}

const MARKER = 'everything before this has arrived';

/** Listens on `host`, on a free port or the given one. */
export async function createReceiver(host = '127.0.0.1', onPort = 0): Promise<Receiver> {
  const type = host.includes(':') ? 'udp6' : 'udp4';
  const socket = createSocket({ type, recvBufferSize: 4 * 1024 * 1024 });
  socket.bind(onPort, host);
  await once(socket, 'listening');
  const { port } = socket.address();
  const texts: string[] = [];
  let isClosed = false;
  socket.on('message', (datagram) => {
    const text = datagram.toString('utf8');
    if (text === MARKER) socket.emit('marker');
    else texts.push(text);
  });
  return {
    address: type === 'udp6' ? `[${host}]:${port}` : `${host}:${port}`,
    port,
    async received() {
      // Loopback keeps the order: a marker that arrives says that nothing sent before it is still on its way.
      const marker = createSocket(type);
      marker.send(MARKER, port, host);
      await once(socket, 'marker');
      marker.close();
      return texts;
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** A port of 127.0.0.1 where nobody listens. */
export async function findDeafPort(): Promise<number> {
  const receiver = await createReceiver();
  await receiver.close();
  return receiver.port;
}

/** Whether this machine has an IPv6 loopback. */
export async function hasIPv6(): Promise<boolean> {
  try {
    await (await createReceiver('::1')).close();
    return true;
  } catch {
    // No such address: the tests that need it say so and are skipped.
    return false;
  }
}
