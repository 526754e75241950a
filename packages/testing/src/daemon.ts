import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ArrivedDocuments, Arrivals } from './arrivals.ts';
import { listenForSampling, type SamplingRequest } from './sampling-endpoint.ts';

export interface DaemonOptions {
  /**
   * Address to listen on.
   *
   * @default '127.0.0.1'
   */
  readonly host?: string | undefined;
  /**
   * UDP and TCP port; `0` takes one that is free for both.
   *
   * @default 0
   */
  readonly port?: number | undefined;
}

/** A listening stand-in for the X-Ray daemon. Must be closed. */
export interface Daemon extends ArrivedDocuments {
  /** `127.0.0.1:52011`, for UDP and TCP: what `AWS_XRAY_DAEMON_ADDRESS` and the exporter's `daemonAddress` take. */
  readonly address: string;
  /** The sampling calls that came over TCP, in order; grows. */
  readonly samplingRequests: readonly SamplingRequest[];
  /**
   * Resolves once all that was sent over UDP before the call has arrived: then, what is not in `documents` was not sent.
   * Rejects when the daemon is closed.
   */
  settle(): Promise<void>;
  /** Frees the port and rejects what still waits. May be called twice. */
  close(): Promise<void>;
}

// A flush comes as one burst; the kernel grants what it may. Too small a buffer would lose datagrams as a busy host does.
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/** A port that is free for UDP may be taken for TCP: then another is tried. */
const MAX_PORT_TRIES = 20;

/**
 * Listens as the X-Ray daemon does, and keeps what arrives.
 *
 * A real UDP socket with the daemon's header rules (`parseDatagram`), one document a datagram, never an answer; and on the
 * same port TCP, where samplers ask for rules. Stand-ins do not know of each other: any number may run in one process.
 * Rejects when the address cannot be taken.
 *
 * @example
 * const daemon = await startDaemon();
 * const exporter = new XRaySpanExporter({ daemonAddress: daemon.address });
 * // … run what is to be traced, flush …
 * const documents = await daemon.waitForTrace(traceId);
 * await daemon.close();
 */
export async function startDaemon(options: DaemonOptions = {}): Promise<Daemon> {
  const { host = '127.0.0.1', port = 0 } = options;
  const samplingRequests: SamplingRequest[] = [];
  for (let tries = 1; ; tries++) {
    const socket = await bind(host, port);
    try {
      const { port: bound } = socket.address();
      const server = await listenForSampling({ host, port: bound }, (request) => samplingRequests.push(request));
      return new ListeningDaemon({ socket, server, samplingRequests });
    } catch (error) {
      socket.close();
      if (port !== 0 || tries === MAX_PORT_TRIES) throw error;
    }
  }
}

async function bind(host: string, port: number): Promise<Socket> {
  const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
  try {
    socket.bind(port, host);
    await once(socket, 'listening');
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

interface DaemonParts {
  readonly socket: Socket;
  readonly server: Server;
  readonly samplingRequests: readonly SamplingRequest[];
}

class ListeningDaemon extends Arrivals implements Daemon {
  readonly address: string;
  readonly samplingRequests: readonly SamplingRequest[];
  readonly #socket: Socket;
  readonly #server: Server;
  /** Who waits for which marker. */
  readonly #markers = new Map<string, PromiseWithEnds>();
  #closed: Promise<void> | undefined;

  constructor({ socket, server, samplingRequests }: DaemonParts) {
    super();
    this.#socket = socket;
    this.#server = server;
    this.samplingRequests = samplingRequests;
    this.address = formatAddress(socket.address());
    socket.on('message', (datagram) => this.#arrive(datagram));
  }

  settle(): Promise<void> {
    const marker = `settle ${randomUUID()}`;
    const { address, family, port } = this.#closed === undefined ? this.#socket.address() : NOWHERE;
    return new Promise((resolve, reject) => {
      if (this.#closed !== undefined) return reject(new Error('the daemon is closed'));
      this.#markers.set(marker, { resolve, reject });
      // Loopback keeps the order: when the marker is here, so is what was sent before it.
      const sender = createSocket(family === 'IPv6' ? 'udp6' : 'udp4');
      sender.send(marker, port, address, (error) => {
        sender.close();
        if (error) reject(error);
      });
    });
  }

  close(): Promise<void> {
    this.#closed ??= Promise.all([
      new Promise<void>((resolve) => this.#socket.close(() => resolve())),
      new Promise<void>((resolve) => this.#server.close(() => resolve())),
    ]).then(() => undefined);
    this.#server.closeAllConnections();
    for (const { reject } of this.#markers.values()) reject(new Error('the daemon was closed'));
    this.end('the daemon was closed.');
    return this.#closed;
  }

  #arrive(datagram: Buffer): void {
    const text = this.#markers.size === 0 ? '' : datagram.toString('utf8');
    const marker = this.#markers.get(text);
    if (marker === undefined) return this.receive(datagram);
    this.#markers.delete(text);
    marker.resolve();
  }
}

interface PromiseWithEnds {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const NOWHERE: AddressInfo = { address: '', family: '', port: 0 };

function formatAddress({ address, port }: AddressInfo): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
