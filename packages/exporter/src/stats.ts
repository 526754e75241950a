import type { Note } from '@otel-xray/segments';
import { DROPS } from './drops.ts';
import type { DropReason } from './drops.ts';

/**
 * What an exporter has done since it was made. Once nothing is under way, `spans` is `sent` plus `folded` plus all of
 * `dropped`.
 */
export interface ExporterStats {
  /** Spans given to `export`. */
  readonly spans: number;
  /** Spans that became documents. */
  readonly translated: number;
  /** Spans whose documents were handed over. */
  readonly sent: number;
  /** Spans that became part of another: the HTTP requests below a call of AWS's SDK. */
  readonly folded: number;
  /** Documents that were split off a larger one, so that each fits a datagram. */
  readonly split: number;
  /** Spans that were not sent, by reason; every reason is there, most of them 0. */
  readonly dropped: Readonly<Record<DropReason, number>>;
  /**
   * What was cut, moved, replaced, guessed or left out inside documents, by kind. A document that proves too large on its way is cut
   * again, which counts again.
   */
  readonly notes: Readonly<Record<Note['kind'], number>>;
  /** Documents handed over, one datagram each. */
  readonly datagrams: number;
  /** Bytes of those datagrams, header lines included. */
  readonly bytes: number;
  /** The sender's own counters; empty for a sender that keeps none. */
  readonly sender: Readonly<Record<string, number>>;
}

/** The running counters behind `ExporterStats`. */
export class Counters {
  spans = 0;
  translated = 0;
  sent = 0;
  folded = 0;
  split = 0;
  datagrams = 0;
  bytes = 0;
  readonly dropped: Record<DropReason, number> = noDrops();
  readonly notes: Record<Note['kind'], number> = { cut: 0, moved: 0, replaced: 0, guessed: 0, dropped: 0 };

  /** The counters as they are now; later changes do not show in it. */
  snapshot(sender: Readonly<Record<string, number>>): ExporterStats {
    const { spans, translated, sent, folded, split, datagrams, bytes } = this;
    const [dropped, notes] = [Object.freeze({ ...this.dropped }), Object.freeze({ ...this.notes })];
    return Object.freeze({ spans, translated, sent, folded, split, dropped, notes, datagrams, bytes, sender });
  }
}

function noDrops(): Record<DropReason, number> {
  return Object.fromEntries(Object.keys(DROPS).map((reason) => [reason, 0])) as Record<DropReason, number>;
}
