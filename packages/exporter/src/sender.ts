/**
 * What became of the datagrams of one `send`.
 *
 * - `sent`: all were handed over.
 * - `partial`: all but those in `rejected`, by their index: larger than the way allows, sent after `shutdown`, or refused
 *   by the other side or the operating system.
 * - `failed`: none was handed over, for one reason.
 */
export type SendOutcome =
  | { status: 'sent' }
  | { status: 'partial'; rejected: readonly Rejection[] }
  | { status: 'failed'; error: Error };

/** One datagram that was not handed over: its place in the array given to `send`, and why. */
export interface Rejection {
  index: number;
  reason: 'too-large' | 'closed' | 'refused';
}

/**
 * Hands encoded segment documents to the daemon, the service or a person. Knows nothing of spans.
 *
 * No member throws or rejects; calls may overlap; `shutdown` may be called twice.
 */
export interface Sender {
  /**
   * Hands over each datagram (header line and one document), and answers when that is done or has failed. An empty array
   * is `sent`. After `shutdown` every datagram is rejected as `closed`. The array is the sender's own; the bytes may be given to
   * others as well, and are only read.
   */
  send(datagrams: readonly Buffer[]): Promise<SendOutcome>;
  /** Resolves when every `send` so far has its outcome. */
  forceFlush(): Promise<void>;
  /** Lets what was given to `send` go out, then closes what is open. */
  shutdown(): Promise<void>;
  /** Counters of the sender's own, shown in `exporter.stats().sender`. */
  stats?(): Readonly<Record<string, number>>;
}
