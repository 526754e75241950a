import type { DroppedSpan } from './pipeline.ts';
import type { Rejection } from './sender.ts';

/**
 * Why spans were dropped.
 *
 * - `invalid-trace-id`, `invalid-span-id`: X-Ray has no place for a span without valid ids.
 * - `replaced`: a later document of the same span came in the same batch.
 * - `cannot-fit`: the span is too large for a datagram, whatever is cut.
 * - `translate-failed`, `encode-failed`: a bug of ours.
 * - `too-large`: the document is larger than the sender can carry.
 * - `closed`: exported after `shutdown`.
 * - `refused`: the other side or the operating system refused the document.
 * - `send-failed`: the sender handed over nothing: no such host, no network, an error of its own.
 * - `no-answer`: the sender did not answer in time; the documents may have been sent or not.
 */
export type DropReason = DroppedSpan['reason'] | Rejection['reason'] | 'send-failed' | 'no-answer';

interface Drop {
  /** `error` where someone must act: nothing reaches X-Ray, or the code is wrong. */
  readonly level: 'warn' | 'error';
  readonly words: string;
}

/** What is said, once, of each reason. */
export const DROPS: { readonly [Reason in DropReason]: Drop } = {
  'invalid-trace-id': {
    level: 'warn',
    words: 'span dropped: its trace id is not 32 lower-case hex digits, or all zero',
  },
  'invalid-span-id': { level: 'warn', words: 'span dropped: its span id is not 16 lower-case hex digits, or all zero' },
  replaced: { level: 'warn', words: 'span dropped: the same span came twice in one batch' },
  'cannot-fit': { level: 'warn', words: 'span dropped: it cannot be cut to the size of a datagram' },
  'translate-failed': { level: 'error', words: 'span dropped: translating it failed, which is a bug of otel-xray' },
  'encode-failed': { level: 'error', words: 'document dropped: encoding it failed, which is a bug of otel-xray' },
  'too-large': { level: 'warn', words: 'document dropped: it is larger than the sender can carry' },
  closed: { level: 'warn', words: 'spans dropped: they were exported after shutdown' },
  refused: { level: 'warn', words: 'document dropped: it was refused' },
  'send-failed': { level: 'error', words: 'documents dropped: sending failed' },
  'no-answer': { level: 'error', words: 'documents given up: the sender did not answer in time' },
};
