import type { Socket } from 'node:dgram';
import { loadBuiltIn } from './built-in.ts';
import type { HostAddress } from './resolve-host.ts';

/**
 * Opens a UDP socket that is connected to one address, so that the kernel finds the way once and reports refusals. It
 * does not keep the process alive.
 *
 * @param onError - hears every error of the socket's life, so that none becomes an uncaught exception.
 */
export async function createConnectedSocket(
  { address, family }: HostAddress,
  port: number,
  onError: (socket: Socket, error: Error) => void,
): Promise<Socket> {
  // Loaded here and not at the top: with what its first bind pulls in it costs more than all the rest of a cold start.
  const { createSocket } = await loadBuiltIn('node:dgram', () => import('node:dgram'));
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    // Only addresses come here. Answering for them keeps `node:dns` from being loaded.
    lookup: (literal, _options, answer) => answer(null, literal, family),
  }).unref();
  socket.on('error', (error) => onError(socket, error));
  try {
    await connect(socket, port, address);
    return socket;
  } catch (error) {
    closeQuietly(socket);
    throw error;
  }
}

/** Closes a socket, whatever its state. */
export function closeQuietly(socket: Socket): void {
  try {
    socket.close();
  } catch {
    // It was closed already, which is what is wanted.
  }
}

function connect(socket: Socket, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // No file descriptor left, no IPv6: then the bind before it fails, which is an event and calls nothing back.
    socket.once('error', reject);
    socket.connect(port, address, (error?: Error) => {
      socket.removeListener('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });
}
