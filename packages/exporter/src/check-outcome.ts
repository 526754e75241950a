import { isError, XRayExportError } from './errors.ts';
import type { Rejection, SendOutcome } from './sender.ts';

const REASONS: ReadonlySet<unknown> = new Set<Rejection['reason']>(['too-large', 'closed', 'refused']);

/**
 * What a sender answered, as one of the three outcomes: one that is none of them has `failed`.
 *
 * Where types are not checked a sender may answer anything. An index that names no datagram is passed over, the first word on a datagram
 * counts, and a reason that is not known is `refused`. Never throws, whatever reading a member does.
 *
 * @param datagrams - how many there were.
 */
export function checkOutcome(outcome: unknown, datagrams: number): SendOutcome {
  try {
    return toKnownOutcome(outcome as SendOutcome | undefined, datagrams);
  } catch (cause) {
    return toFailure('the sender gave no outcome: it cannot be read', cause);
  }
}

function toKnownOutcome(outcome: SendOutcome | undefined, datagrams: number): SendOutcome {
  const status = outcome?.status;
  switch (status) {
    case 'sent':
      return { status };
    case 'partial':
      return toKnownRejections((outcome as { rejected: unknown }).rejected, datagrams);
    case 'failed': {
      const { error } = outcome as { error: unknown };
      if (isError(error)) return { status, error };
      return toFailure('the sender failed without an error', error);
    }
    default:
      return toFailure('the sender gave no outcome: expected sent, partial or failed');
  }
}

function toKnownRejections(rejected: unknown, datagrams: number): SendOutcome {
  // Nothing but an array: what yields as it is read may never end.
  if (!Array.isArray(rejected)) return toFailure('the sender gave no outcome: partial, but rejected is no array');
  const byIndex = new Map<number, Rejection>();
  for (const { index, reason } of rejected as readonly Rejection[]) {
    if (!Number.isInteger(index) || index < 0 || index >= datagrams || byIndex.has(index)) continue;
    byIndex.set(index, { index, reason: REASONS.has(reason) ? reason : 'refused' });
  }
  return byIndex.size === 0 ? { status: 'sent' } : { status: 'partial', rejected: [...byIndex.values()] };
}

function toFailure(message: string, cause?: unknown): SendOutcome {
  return { status: 'failed', error: new XRayExportError(message, { cause }) };
}
