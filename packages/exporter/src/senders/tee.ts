import { diag } from '@opentelemetry/api';
import { checkOutcome } from '../check-outcome.ts';
import { checkSender } from '../config.ts';
import { toErrorCode, XRayExportError } from '../errors.ts';
import { createCauseLogger } from '../once-per-cause.ts';
import type { CauseLogger } from '../once-per-cause.ts';
import type { Rejection, Sender, SendOutcome } from '../sender.ts';

/**
 * A sender that hands everything to several others at once: to the daemon, and to standard output to see what goes there.
 *
 * A document counts as sent when every sender took it. One sender's failure, or its throwing, keeps nothing from the others.
 * What one of them could not take for its size comes to all of them again, in smaller pieces. Where several fail, the first failure is
 * the outcome, and the others are told through `diag`. Without any sender nothing is handed over, and everything counts as sent.
 *
 * @throws TypeError for what is no sender.
 * @example
 * new XRaySpanExporter({ sender: teeSenders(createUdpSender(), createConsoleSender()) });
 */
export function teeSenders(...senders: readonly Sender[]): Sender {
  for (const [index, sender] of senders.entries()) checkSender(sender, `senders[${index}]`);
  const log = createCauseLogger(diag.createComponentLogger({ namespace: 'otel-xray/exporter' }));
  return {
    async send(datagrams) {
      const outcomes = await Promise.all(senders.map((sender) => sendTo(sender, datagrams)));
      return merge(outcomes, datagrams.length, log);
    },
    forceFlush: () => forAll(senders, (sender) => sender.forceFlush()),
    shutdown: () => forAll(senders, (sender) => sender.shutdown()),
    stats: () => Object.freeze(Object.fromEntries(senders.flatMap(statsOf))),
  };
}

async function sendTo(sender: Sender, datagrams: readonly Buffer[]): Promise<SendOutcome> {
  try {
    // An array of its own: what one sender does with it is not seen by the next.
    return checkOutcome(await sender.send([...datagrams]), datagrams.length);
  } catch (cause) {
    return { status: 'failed', error: new XRayExportError('a sender threw', { cause }) };
  }
}

async function forAll(senders: readonly Sender[], call: (sender: Sender) => Promise<void>): Promise<void> {
  await Promise.allSettled(senders.map(async (sender) => call(sender)));
}

/** How bad a rejection is. What was too large has another chance, in pieces: it must not be forgotten for another reason. */
const WEIGHTS: { readonly [Reason in Rejection['reason']]: number } = { closed: 1, refused: 2, 'too-large': 3 };

/** The worst that happened: a failure of one, unless something was too large; else every datagram that one of them rejected. */
function merge(outcomes: readonly SendOutcome[], datagrams: number, log: CauseLogger): SendOutcome {
  const reasons = worstReasons(outcomes);
  const isTooLarge = [...reasons.values()].includes('too-large');
  let failure: SendOutcome | undefined;
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status !== 'failed') continue;
    if (!isTooLarge && failure === undefined) failure = outcome;
    else tellFailure(index, outcome.error, log);
    if (isTooLarge) refuseTheRest(reasons, datagrams);
  }
  if (failure !== undefined) return failure;
  if (reasons.size === 0) return { status: 'sent' };
  const rejected = [...reasons].map(([index, reason]) => ({ index, reason }));
  return { status: 'partial', rejected: rejected.sort((a, b) => a.index - b.index) };
}

type Reasons = Map<number, Rejection['reason']>;

function worstReasons(outcomes: readonly SendOutcome[]): Reasons {
  const reasons: Reasons = new Map();
  for (const outcome of outcomes) {
    if (outcome.status !== 'partial') continue;
    for (const { index, reason } of outcome.rejected) {
      const known = reasons.get(index);
      if (known === undefined || WEIGHTS[reason] > WEIGHTS[known]) reasons.set(index, reason);
    }
  }
  return reasons;
}

/** What a sender that failed did not take, beside what was too large for another. */
function refuseTheRest(reasons: Reasons, datagrams: number): void {
  for (let index = 0; index < datagrams; index++) if (reasons.get(index) !== 'too-large') reasons.set(index, 'refused');
}

function tellFailure(index: number, error: Error, log: CauseLogger): void {
  log.error(`tee ${index} ${toErrorCode(error)}`, `sender ${index} of a tee failed`, error);
}

/** Each sender's counters behind its place in the list: `0.datagrams`. */
function statsOf(sender: Sender, index: number): [string, number][] {
  try {
    return Object.entries(sender.stats?.() ?? {}).map(([name, count]) => [`${index}.${name}`, count]);
  } catch {
    // Counters are for looking at: those of the others are worth more than an error.
    return [];
  }
}
