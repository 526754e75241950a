import type { Socket } from 'node:dgram';
import { diag } from '@opentelemetry/api';
import { resolveConfig, tellWarnings } from '../config.ts';
import type { DaemonOptions } from '../config.ts';
import { formatEndpoint } from '../daemon-address.ts';
import type { Endpoint } from '../daemon-address.ts';
import { withDeadline } from '../deadline.ts';
import { isError, toErrorCode, XRayExportError } from '../errors.ts';
import { createCauseLogger } from '../once-per-cause.ts';
import type { CauseLogger } from '../once-per-cause.ts';
import type { Sender, SendOutcome } from '../sender.ts';
import { sendBurst } from './burst.ts';
import { Connection } from './connection.ts';
import type { Edges } from './connection.ts';
import { isTooLarge, toClosedOutcome, toUdpOutcome } from './udp-outcome.ts';
import { areTooMany, FLUSH_DEADLINE_MILLIS } from './waiting.ts';

/** Hands documents to the X-Ray daemon, one datagram each. */
export interface UdpSender extends Sender {
  /**
   * Opens the socket now instead of at the first `send`: the first datagram of a process costs some 3 ms more than the
   * next, which is better spent before work arrives. Never rejects; what went wrong is the outcome of the next `send`.
   */
  open(): Promise<void>;
  stats(): UdpSenderStats;
}

/** What a UDP sender counts. */
export interface UdpSenderStats extends Readonly<Record<string, number>> {
  /** Datagrams handed to the kernel. */
  readonly datagrams: number;
  /** Bytes handed to the kernel. */
  readonly bytes: number;
  /** Reports that nobody listens at the daemon's address. Each stands for one datagram or more that went nowhere. */
  readonly refusals: number;
  /** Other errors that the socket reported outside of a send. */
  readonly socketErrors: number;
}

/**
 * A sender to the X-Ray daemon over UDP: one connected socket that does not keep the process alive.
 *
 * `sent` means handed to the kernel: UDP gives no word of what the daemon got.
 *
 * @throws TypeError for a `daemonAddress` that cannot be read.
 * @example
 * const sender = createUdpSender({ daemonAddress: 'udp:[::1]:2000' });
 * await sender.open();
 */
export function createUdpSender(options: DaemonOptions = {}): UdpSender {
  const { daemonAddress, warnings } = resolveConfig({ daemonAddress: options.daemonAddress }, process.env);
  const log = createCauseLogger(diag.createComponentLogger({ namespace: 'otel-xray/exporter' }));
  tellWarnings(warnings, log);
  return new DaemonUdpSender({ endpoint: daemonAddress.udp, log });
}

/** The sender behind `createUdpSender`, with its edges to the world open to tests. */
export class DaemonUdpSender implements UdpSender {
  readonly #address: string;
  readonly #log: CauseLogger;
  readonly #connection: Connection;
  readonly #pending = new Set<Promise<SendOutcome>>();
  readonly #stats = { datagrams: 0, bytes: 0, refusals: 0, socketErrors: 0 };
  /** Bytes that wait for the socket to open. */
  #openingBytes = 0;
  #closing: Promise<void> | undefined;

  constructor({ endpoint, log, edges }: { endpoint: Endpoint; log: CauseLogger; edges?: Partial<Edges> }) {
    this.#address = formatEndpoint(endpoint);
    this.#log = log;
    this.#connection = new Connection(endpoint, (error) => this.#hear(error), edges);
  }

  async open(): Promise<void> {
    try {
      if (this.#closing === undefined) await this.#connection.open();
    } catch {
      // Nothing is lost yet. The first `send` that is answers with this error.
    }
  }

  send(datagrams: readonly Buffer[]): Promise<SendOutcome> {
    if (datagrams.length === 0) return Promise.resolve({ status: 'sent' });
    if (this.#closing !== undefined) return Promise.resolve(toClosedOutcome(datagrams.length));
    const task = this.#deliver(datagrams).finally(() => this.#pending.delete(task));
    this.#pending.add(task);
    return task;
  }

  async forceFlush(): Promise<void> {
    try {
      await withDeadline(Promise.all(this.#pending), FLUSH_DEADLINE_MILLIS, 'the kernel');
    } catch (error) {
      this.#log.error('flush', 'datagrams are still waiting to be sent', error);
    }
  }

  shutdown(): Promise<void> {
    this.#closing ??= this.forceFlush().then(() => this.#connection.close());
    return this.#closing;
  }

  stats(): UdpSenderStats {
    return Object.freeze({ ...this.#stats });
  }

  async #deliver(datagrams: readonly Buffer[]): Promise<SendOutcome> {
    const bytes = datagrams.reduce((sum, { byteLength }) => sum + byteLength, 0);
    // What the kernel took while `send` ran does not wait, though its word comes later.
    if (areTooMany(bytes, this.#openingBytes + this.#connection.queuedBytes)) {
      return { status: 'failed', error: new XRayExportError(`too many bytes wait to be sent to ${this.#address}`) };
    }
    try {
      const errors = await this.#sendAll(datagrams, bytes);
      this.#count(datagrams, errors);
      return toUdpOutcome(datagrams.length, errors, this.#address);
    } catch (cause) {
      const error = isError(cause) ? cause : new XRayExportError('send failed', { cause });
      return { status: 'failed', error };
    }
  }

  /** The socket, for so many bytes that wait until it is open. */
  async #open(bytes: number): Promise<Socket> {
    this.#openingBytes += bytes;
    try {
      return await this.#connection.open();
    } finally {
      this.#openingBytes -= bytes;
    }
  }

  /** Sends, and what met a dead socket once more through a new one. Gives the errors by index; rejects without any socket. */
  async #sendAll(datagrams: readonly Buffer[], bytes: number): Promise<ReadonlyMap<number, Error>> {
    // With an open socket everything is handed over before `send` returns.
    const socket = this.#connection.socket ?? (await this.#open(bytes));
    const errors = await this.#sendThrough(socket, datagrams);
    void this.#connection.renew();
    if (errors.size === 0 || this.#connection.socket === socket) return errors;
    const indexes = [...errors].flatMap(([index, error]) => (isTooLarge(error) ? [] : [index]));
    const next = indexes.length === 0 ? undefined : await this.#open(bytes).catch(() => undefined);
    if (next === undefined) return errors;
    const again = await this.#sendThrough(
      next,
      indexes.map((index) => datagrams[index] as Buffer),
    );
    const left = new Map(errors);
    for (const [position, index] of indexes.entries()) {
      const error = again.get(position);
      if (error === undefined) left.delete(index);
      else left.set(index, error);
    }
    return left;
  }

  async #sendThrough(socket: Socket, datagrams: readonly Buffer[]): Promise<ReadonlyMap<number, Error>> {
    const errors = await sendBurst(socket, datagrams, (error) => this.#hear(error));
    for (const error of errors.values()) this.#connection.retire(socket, error);
    return errors;
  }

  #count(datagrams: readonly Buffer[], errors: ReadonlyMap<number, Error>): void {
    for (const [index, { byteLength }] of datagrams.entries()) {
      if (errors.has(index)) continue;
      this.#stats.datagrams += 1;
      this.#stats.bytes += byteLength;
    }
  }

  #hear(error: Error): void {
    const code = toErrorCode(error);
    if (code === 'ECONNREFUSED') {
      this.#stats.refusals += 1;
      this.#log.error(code, `no daemon listens on UDP ${this.#address}: documents are lost`);
    } else {
      this.#stats.socketErrors += 1;
      this.#log.warn(code, `the socket to ${this.#address} reported ${code}`, error);
    }
  }
}
