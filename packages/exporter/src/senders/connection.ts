import type { Socket } from 'node:dgram';
import type { Endpoint } from '../daemon-address.ts';
import { formatEndpoint } from '../daemon-address.ts';
import { withDeadline } from '../deadline.ts';
import { toErrorCode, XRayExportError } from '../errors.ts';
import { BackOff } from './back-off.ts';
import { closeQuietly, createConnectedSocket } from './connected-socket.ts';
import { lookupHost, toHostAddress } from './resolve-host.ts';
import type { HostAddress, Lookup } from './resolve-host.ts';

/** How long a send waits for the host's address and the socket. */
const OPEN_DEADLINE_MILLIS = 1_000;

/** A host name is looked up again after this long, as its address may have moved. UDP gives no word of it. */
const RENEW_AFTER_MILLIS = 30_000;

// Errors of one datagram or one moment: too large, nobody listens, no room in the socket's buffer, forbidden by a firewall.
const PASSING_CODES: ReadonlySet<string> = new Set([
  'EMSGSIZE',
  'ECONNREFUSED',
  'ENOBUFS',
  'ENOMEM',
  'EAGAIN',
  'EPERM',
  'EACCES',
]);

/** What the connection needs of the world; tests pass their own. */
export interface Edges {
  readonly lookup: Lookup;
  readonly createSocket: typeof createConnectedSocket;
  /** A clock that never goes back. */
  readonly nowMillis: () => number;
}

const EDGES: Edges = {
  lookup: lookupHost,
  createSocket: createConnectedSocket,
  nowMillis: () => performance.now(),
};

/**
 * One connected socket to the daemon: opened when wanted, given up when dead, opened again. Opening happens once at a
 * time, has a deadline, and backs off after a failure, so that a host that does not resolve stalls one flush, not each.
 */
export class Connection {
  readonly #endpoint: Endpoint;
  readonly #edges: Edges;
  readonly #onError: (error: Error) => void;
  readonly #backOff: BackOff;
  #socket: Socket | undefined;
  #opening: Promise<Socket> | undefined;
  #connecting: Promise<Socket> | undefined;
  #renewing: Promise<void> | undefined;
  #address: HostAddress | undefined;
  #lookedUpAtMillis = 0;
  #closed = false;

  /** @param onError - hears what the socket reports outside of a send. */
  constructor(endpoint: Endpoint, onError: (error: Error) => void, edges: Partial<Edges> = {}) {
    this.#endpoint = endpoint;
    this.#onError = onError;
    this.#edges = { ...EDGES, ...edges };
    this.#backOff = new BackOff(this.#edges.nowMillis);
  }

  /** The open socket, if there is one: with it, nothing has to be waited for. */
  get socket(): Socket | undefined {
    return this.#socket;
  }

  /** Bytes that were given to the open socket and that the kernel has not taken yet. */
  get queuedBytes(): number {
    try {
      return this.#socket?.getSendQueueSize() ?? 0;
    } catch {
      // Of a socket that was closed by another hand there is no queue to ask for, and none that waits.
      return 0;
    }
  }

  /** The open socket, or a new one. Rejects with what went wrong, while backing off with what went wrong last. */
  open(): Promise<Socket> {
    if (this.#socket !== undefined) return Promise.resolve(this.#socket);
    if (this.#backOff.error !== undefined) return Promise.reject(this.#backOff.error);
    this.#opening ??= this.#tryToOpen().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /**
   * Looks a host name up again where that was long ago, and changes over where its address has moved. Until then the old
   * socket stays, and after a lookup that failed as well. Never rejects.
   */
  renew(): Promise<void> {
    if (this.#socket === undefined || !this.#isOld()) return Promise.resolve();
    this.#renewing ??= this.#lookUpAgain().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  /** Gives a socket up after `error`, unless it can still be used: the next send opens another. */
  retire(socket: Socket, error: Error): void {
    if (socket !== this.#socket || PASSING_CODES.has(toErrorCode(error))) return;
    this.#socket = undefined;
    closeQuietly(socket);
  }

  /** Closes the socket for good; one that is still being opened is closed as soon as it is there. */
  close(): void {
    this.#closed = true;
    if (this.#socket !== undefined) closeQuietly(this.#socket);
    this.#socket = undefined;
  }

  async #tryToOpen(): Promise<Socket> {
    try {
      // After the deadline the attempt goes on: if it ends well, the next send finds an open socket.
      this.#connecting ??= this.#connect().finally(() => (this.#connecting = undefined));
      return await withDeadline(this.#connecting, OPEN_DEADLINE_MILLIS, 'opening the socket');
    } catch (cause) {
      const words = `no way to ${formatEndpoint(this.#endpoint)} (${toErrorCode(cause)})`;
      const error = new XRayExportError(words, { cause });
      this.#backOff.fail(error);
      throw error;
    }
  }

  async #connect(): Promise<Socket> {
    const { host } = this.#endpoint;
    return this.#connectTo(toHostAddress(host) ?? (await this.#edges.lookup(host)));
  }

  async #connectTo(address: HostAddress): Promise<Socket> {
    const { port } = this.#endpoint;
    const socket = await this.#edges.createSocket(address, port, (failing, error) => this.#hear(failing, error));
    this.#backOff.succeed();
    this.#address = address;
    this.#lookedUpAtMillis = this.#edges.nowMillis();
    const old = this.#socket;
    this.#socket = this.#closed ? undefined : socket;
    if (this.#closed) closeQuietly(socket);
    else if (old !== undefined) closeQuietly(old);
    return socket;
  }

  async #lookUpAgain(): Promise<void> {
    this.#lookedUpAtMillis = this.#edges.nowMillis();
    try {
      const address = await this.#edges.lookup(this.#endpoint.host);
      if (address.address !== this.#address?.address) await this.#connectTo(address);
    } catch {
      // The address that is known may still be right: better than none, and asked for again later.
    }
  }

  /** Whether it is a host name's socket, and long since its address was asked for. */
  #isOld(): boolean {
    const ageMillis = this.#edges.nowMillis() - this.#lookedUpAtMillis;
    return ageMillis >= RENEW_AFTER_MILLIS && toHostAddress(this.#endpoint.host) === undefined;
  }

  #hear(socket: Socket, error: Error): void {
    this.#onError(error);
    this.retire(socket, error);
  }
}
