import type { DiagLogger } from '@opentelemetry/api';
import type { Note } from '@otel-xray/segments';
import { DeadlineError } from './deadline.ts';
import { DROPS } from './drops.ts';
import type { DropReason } from './drops.ts';
import { isError, toErrorCode } from './errors.ts';
import { createCauseLogger } from './once-per-cause.ts';
import type { CauseLogger } from './once-per-cause.ts';
import type { Batch } from './pipeline.ts';
import type { Settlement } from './settle.ts';
import { Counters } from './stats.ts';
import type { ExporterStats } from './stats.ts';

const NOT_ASSEMBLED =
  'putting spans together failed, which is a bug of otel-xray: each was sent as a document of its own';

/** Counts what became of the spans, and says each cause of a loss once. */
export class Ledger {
  /** For what is to be told, but is no loss of spans. */
  readonly log: CauseLogger;
  readonly #counters = new Counters();

  constructor(logger: DiagLogger) {
    this.log = createCauseLogger(logger);
  }

  /** Spans that were given to `export`. */
  receive(spans: number): void {
    this.#counters.spans += spans;
  }

  /** What the pipeline made of received spans. */
  enterBatch(batch: Batch): void {
    for (const spans of batch.spanCounts) this.#counters.translated += spans;
    this.#counters.translated += batch.folded;
    this.#counters.folded += batch.folded;
    if (batch.bug !== undefined) this.log.error('assemble', NOT_ASSEMBLED, batch.bug);
    this.enterRefit(batch);
  }

  /** What fitting a batch, or part of it again, has split, cut and dropped. */
  enterRefit({ dropped, split, notes }: Batch): void {
    this.#counters.split += split;
    for (const { reason, error } of dropped) this.drop(reason, 1, error);
    for (const note of notes) this.#enterNote(note);
  }

  /** What the sender made of a batch. */
  enterSettlement({ sentSpans, sentDatagrams, sentBytes, losses, error }: Settlement): void {
    this.#counters.sent += sentSpans;
    this.#counters.datagrams += sentDatagrams;
    this.#counters.bytes += sentBytes;
    for (const { reason, spans, bytes } of losses) {
      if (reason === 'failed') this.drop(error instanceof DeadlineError ? 'no-answer' : 'send-failed', spans, error);
      else this.drop(reason, spans, { bytes });
    }
  }

  /** Spans that are lost, and why; an error among the details makes causes of one reason differ by its code. */
  drop(reason: DropReason, spans: number, detail?: unknown): void {
    this.#counters.dropped[reason] += spans;
    const { level, words } = DROPS[reason];
    const cause = isError(detail) ? `${reason} ${toErrorCode(detail)}` : reason;
    this.log[level](cause, words, detail);
  }

  /** The counters as they are now. */
  snapshot(sender: ExporterStats['sender']): ExporterStats {
    return this.#counters.snapshot(sender);
  }

  #enterNote({ kind, field, message }: Note): void {
    this.#counters.notes[kind] += 1;
    // By the document's member, not by the whole path: annotation keys come from the app and have no end.
    const [member = field] = field.split('.', 1);
    this.log.warn(`${kind} ${member}`, field === '' ? message : `${field} was ${kind}: ${message}`);
  }
}
