import { XRayExportError } from './errors.ts';
import type { Batch } from './pipeline.ts';
import type { Rejection, SendOutcome } from './sender.ts';

/** A datagram that was not handed over. */
export type Loss = Settlement['losses'][number];

/** Why datagrams were not handed over: the sender's reasons, and `failed` where it handed over none. */
export type LossReason = Rejection['reason'] | 'failed';

/** What a sender's outcome means for the batch. */
export interface Settlement {
  /** Spans whose documents were handed over. */
  readonly sentSpans: number;
  readonly sentDatagrams: number;
  readonly sentBytes: number;
  /** One entry for each datagram that was not handed over. */
  readonly losses: readonly {
    /** Its place in the batch. */
    readonly index: number;
    readonly reason: LossReason;
    readonly spans: number;
    readonly bytes: number;
  }[];
  /** There unless every datagram was handed over. */
  readonly error?: Error;
}

/** Reads a sender's outcome, one that `checkOutcome` has passed, against the batch it was given. */
export function settle(batch: Batch, outcome: SendOutcome): Settlement {
  switch (outcome.status) {
    case 'sent':
      return weigh(batch, () => undefined);
    case 'partial': {
      const reasons = new Map(outcome.rejected.map(({ index, reason }) => [index, reason]));
      const settlement = weigh(batch, (index) => reasons.get(index));
      return settlement.losses.length === 0 ? settlement : { ...settlement, error: toPartialError(settlement, batch) };
    }
    case 'failed':
      return { ...weigh(batch, () => 'failed'), error: outcome.error };
  }
}

/** The same without the losses that are tried again: what is lost for good. */
export function withoutLosses(settlement: Settlement, batch: Batch, again: readonly Loss[]): Settlement {
  const { error: _, ...rest } = settlement;
  const left = { ...rest, losses: settlement.losses.filter((loss) => !again.includes(loss)) };
  return left.losses.length === 0 ? left : { ...left, error: toPartialError(left, batch) };
}

function weigh(batch: Batch, reasonOf: (index: number) => LossReason | undefined): Omit<Settlement, 'error'> {
  const losses: Loss[] = [];
  let [sentSpans, sentDatagrams, sentBytes] = [0, 0, 0];
  for (const [index, { byteLength }] of batch.datagrams.entries()) {
    const spans = batch.spanCounts[index] ?? 0;
    const reason = reasonOf(index);
    if (reason === undefined) {
      sentSpans += spans;
      sentDatagrams += 1;
      sentBytes += byteLength;
    } else {
      losses.push({ index, reason, spans, bytes: byteLength });
    }
  }
  return { sentSpans, sentDatagrams, sentBytes, losses };
}

function toPartialError({ losses }: Pick<Settlement, 'losses'>, { datagrams }: Batch): Error {
  const reasons = [...new Set(losses.map(({ reason }) => reason))].join(', ');
  return new XRayExportError(`${losses.length} of ${datagrams.length} documents were not sent: ${reasons}`);
}
