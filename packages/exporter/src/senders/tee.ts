import { XRayExportError } from '../errors.ts';
import type { Rejection, Sender, SendOutcome } from '../sender.ts';

/**
 * A sender that hands everything to several others at once: to the daemon, and to standard output to see what goes there.
 *
 * A document counts as sent when every sender took it. One sender's failure, or its throwing, keeps nothing from the others.
 * What one of them could not take for its size comes to all of them again, in smaller pieces. Without any sender nothing is handed
 * over, and everything counts as sent.
 *
 * @example
 * new XRaySpanExporter({ sender: teeSenders(createUdpSender(), createConsoleSender()) });
 */
export function teeSenders(...senders: readonly Sender[]): Sender {
  return {
    send: async (datagrams) => merge(await Promise.all(senders.map((sender) => sendTo(sender, datagrams)))),
    forceFlush: () => forAll(senders, (sender) => sender.forceFlush()),
    shutdown: () => forAll(senders, (sender) => sender.shutdown()),
    stats: () => Object.freeze(Object.fromEntries(senders.flatMap(statsOf))),
  };
}

async function sendTo(sender: Sender, datagrams: readonly Buffer[]): Promise<SendOutcome> {
  try {
    const outcome: SendOutcome | undefined = await sender.send(datagrams);
    return outcome ?? { status: 'failed', error: new XRayExportError('a sender gave no outcome') };
  } catch (cause) {
    return { status: 'failed', error: new XRayExportError('a sender threw', { cause }) };
  }
}

async function forAll(senders: readonly Sender[], call: (sender: Sender) => Promise<void>): Promise<void> {
  await Promise.allSettled(senders.map(async (sender) => call(sender)));
}

/** The worst that happened: a failure of one, else every datagram that one of them rejected. */
function merge(outcomes: readonly SendOutcome[]): SendOutcome {
  const rejected = new Map<number, Rejection>();
  for (const outcome of outcomes) {
    if (outcome.status === 'failed') return outcome;
    if (outcome.status === 'partial')
      for (const rejection of outcome.rejected ?? []) rejected.set(rejection.index, rejection);
  }
  if (rejected.size === 0) return { status: 'sent' };
  return { status: 'partial', rejected: [...rejected.values()].sort((a, b) => a.index - b.index) };
}

/** Each sender's counters behind its place in the list: `0.datagrams`. */
function statsOf(sender: Sender, index: number): [string, number][] {
  return Object.entries(sender.stats?.() ?? {}).map(([name, count]) => [`${index}.${name}`, count]);
}
