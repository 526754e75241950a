import { toErrorCode, XRayExportError } from '../errors.ts';
import type { Rejection, SendOutcome } from '../sender.ts';

/**
 * What a burst of datagrams came to.
 *
 * Where the way itself was the trouble (every datagram failed, none for its size) the outcome is `failed`, with the first
 * error as its cause; otherwise those without an error were sent.
 *
 * @param datagrams - how many there were, at least 1.
 * @param errors - by index.
 * @param address - the daemon's, as the message names it: `127.0.0.1:2000`.
 */
export function toUdpOutcome(datagrams: number, errors: ReadonlyMap<number, Error>, address: string): SendOutcome {
  if (errors.size === 0) return { status: 'sent' };
  const rejected = [...errors].map(([index, error]) => ({ index, reason: toReason(error) }));
  if (errors.size < datagrams || rejected.some(({ reason }) => reason === 'too-large')) {
    return { status: 'partial', rejected: rejected.sort((a, b) => a.index - b.index) };
  }
  const [cause] = errors.values();
  return {
    status: 'failed',
    error: new XRayExportError(`sending to ${address} failed (${toErrorCode(cause)})`, { cause }),
  };
}

/** The outcome after `shutdown`: every datagram was rejected as `closed`. */
export function toClosedOutcome(datagrams: number): SendOutcome {
  return {
    status: 'partial',
    rejected: Array.from({ length: datagrams }, (_, index) => ({ index, reason: 'closed' })),
  };
}

/** Whether it was the size: the way itself is fine. */
export function isTooLarge(error: Error): boolean {
  return toErrorCode(error) === 'EMSGSIZE';
}

function toReason(error: Error): Rejection['reason'] {
  return isTooLarge(error) ? 'too-large' : 'refused';
}
