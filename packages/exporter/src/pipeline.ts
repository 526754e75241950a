import { assembleBatch, encode, fit, HEADER_LINE, MAX_DOCUMENT_BYTES, translate } from '@otel-xray/segments';
import type { Assembly, Fitting, Note, ReadableSpan, SegmentDocument, TranslateOptions } from '@otel-xray/segments';
import { uncut } from './uncut.ts';

/** A span that became no document. `error` is there where a stage threw, which is a bug of ours. */
export interface DroppedSpan {
  readonly reason:
    | 'invalid-trace-id'
    | 'invalid-span-id'
    | 'replaced'
    | 'cannot-fit'
    | 'translate-failed'
    | 'encode-failed';
  readonly error?: unknown;
}

/** What one batch of spans has become. Every span is in `spanCounts`, in `folded` or in `dropped`, once. */
export interface Batch {
  /** One document each, behind its header line. */
  readonly datagrams: readonly Buffer[];
  /**
   * The documents of `datagrams` before anything was cut from them, for one that proves too large on its way: fitted again, its markers
   * tell how much of the whole is missing.
   */
  readonly documents: readonly SegmentDocument[];
  /** `trace_id` and `id` of documents that are the second of their span: they count for no span. */
  readonly seconds: ReadonlySet<string>;
  /** How many spans each datagram carries, in the order of `datagrams`; a span with two documents counts at one. */
  readonly spanCounts: readonly number[];
  /** Requests that became part of the AWS call they were made for. */
  readonly folded: number;
  /** Documents that were split off, so that all fit a datagram. */
  readonly split: number;
  readonly dropped: readonly DroppedSpan[];
  readonly notes: readonly Note[];
  /** What was thrown without a span being lost for it, which is a bug of ours: each span became a document of its own. */
  readonly bug?: unknown;
}

/** How a batch is put together and cut. */
export interface BatchOptions {
  readonly translate: TranslateOptions;
  /** @default true */
  readonly nesting?: boolean | undefined;
  /** Bytes of the largest document. @default 65,477, what one datagram holds */
  readonly maxBytes?: number | undefined;
}

/** The steps that can be stood in for. */
export interface Stages {
  readonly translate: typeof translate;
  readonly assemble: typeof assembleBatch;
  readonly fit: typeof fit;
  readonly encode: typeof encode;
}

const STAGES: Stages = { translate, assemble: assembleBatch, fit, encode };

/** What the steps put aside on their way. */
interface Aside {
  readonly dropped: DroppedSpan[];
  readonly notes: Note[];
}

const HEADER_BYTES = HEADER_LINE.length;

/**
 * Ids, times, a name and little else. What has too many for a datagram is measured span by span at once: written as a whole first, it
 * would mostly be written in vain, and if deep cannot be.
 */
const SMALL_SUBSEGMENT_BYTES = 200;

/**
 * The way of a batch, from spans to datagrams: translate, assemble, fit, encode. Pure and synchronous; never throws, neither
 * for what a span holds nor for a bug in a stage: one bad span costs one span, and every span stays accounted for.
 */
export function toBatch(
  spans: readonly ReadableSpan[],
  { translate: options, nesting, maxBytes = MAX_DOCUMENT_BYTES }: BatchOptions,
  standIns: Partial<Stages> = {},
): Batch {
  const stages = { ...STAGES, ...standIns };
  const aside: Aside = { dropped: [], notes: [] };
  const { documents, seconds, secondCount } = translateAll(spans, options, stages, aside);
  const { documents: assembled, folded, replaced, bug } = assembleAll(documents, nesting, stages);
  // A span that comes twice with two documents each time is one span, though two documents are replaced.
  const replacedSpans = replaced - (secondCount - seconds.size);
  for (let i = 0; i < replacedSpans; i++) aside.dropped.push({ reason: 'replaced' });
  const parcels = new Parcels(stages, seconds, aside);
  for (const document of assembled) parcels.add(document, maxBytes);
  const batch = parcels.toBatch(folded);
  return bug === undefined ? batch : { ...batch, bug };
}

/** Fits some documents of a batch again, to a smaller limit than before. */
export function refit({ documents, seconds }: Batch, indexes: readonly number[], maxBytes: number): Batch {
  const parcels = new Parcels(STAGES, seconds, { dropped: [], notes: [] });
  for (const index of indexes) parcels.add(documents[index] as SegmentDocument, maxBytes);
  return parcels.toBatch(0);
}

type Seconds = Batch['seconds'];
const NO_SECONDS: Seconds = new Set();

function translateAll(
  spans: readonly ReadableSpan[],
  options: TranslateOptions,
  stages: Stages,
  aside: Aside,
): { documents: SegmentDocument[]; seconds: Seconds; secondCount: number } {
  const documents: SegmentDocument[] = [];
  let secondCount = 0;
  let seconds: Set<string> | undefined;
  for (let i = 0; i < spans.length; i++) {
    try {
      const span = spans[i] as ReadableSpan;
      const translation = stages.translate(span, options);
      if (!translation.ok) {
        aside.dropped.push({ reason: translation.reason });
        continue;
      }
      for (const document of translation.documents) documents.push(document);
      const second = translation.documents[1];
      if (second !== undefined) {
        (seconds ??= new Set()).add(second.trace_id + second.id);
        secondCount++;
      }
      for (const note of translation.notes) aside.notes.push(note);
    } catch (error) {
      aside.dropped.push({ reason: 'translate-failed', error });
    }
  }
  return { documents, seconds: seconds ?? NO_SECONDS, secondCount };
}

/** Without what a bug keeps from being put together: every document is valid alone. */
function assembleAll(
  documents: readonly SegmentDocument[],
  nesting: boolean | undefined,
  { assemble }: Stages,
): Assembly & Pick<Batch, 'bug'> {
  try {
    return assemble(documents, { nesting });
  } catch (bug) {
    return { documents: [...documents], folded: 0, replaced: 0, bug };
  }
}

/** Encodes documents, fitting those that are too large for a datagram, and counts the spans in each. */
class Parcels {
  readonly #datagrams: Buffer[] = [];
  readonly #documents: SegmentDocument[] = [];
  readonly #spanCounts: number[] = [];
  #split = 0;
  readonly #stages: Stages;
  readonly #seconds: Seconds;
  readonly #aside: Aside;

  constructor(stages: Stages, seconds: Seconds, aside: Aside) {
    this.#stages = stages;
    this.#seconds = seconds;
    this.#aside = aside;
  }

  toBatch(folded: number): Batch {
    return {
      datagrams: this.#datagrams,
      documents: this.#documents,
      seconds: this.#seconds,
      spanCounts: this.#spanCounts,
      folded,
      split: this.#split,
      ...this.#aside,
    };
  }

  add(document: SegmentDocument, maxBytes: number): void {
    const spans = this.#countSpans(document);
    try {
      const datagram = spans * SMALL_SUBSEGMENT_BYTES > maxBytes ? undefined : this.#encodeWhole(document);
      if (datagram !== undefined && datagram.length <= maxBytes + HEADER_BYTES) this.#push(document, datagram, spans);
      else this.#addInPieces(document, this.#stages.fit(document, maxBytes), spans);
    } catch (error) {
      this.#drop(spans, { reason: 'encode-failed', error });
    }
  }

  /** `undefined` for what is longer than a text can be (512 MB), or nested deeper than can be written: its pieces are not. */
  #encodeWhole(document: SegmentDocument): Buffer | undefined {
    try {
      return this.#stages.encode(document);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  #addInPieces(document: SegmentDocument, { documents: pieces, notes }: Fitting, spans: number): void {
    for (const note of notes) this.#aside.notes.push(note);
    const wholes = notes.length === 0 ? pieces : uncut(pieces, document);
    let left = spans;
    for (const [index, piece] of pieces.entries()) {
      const inside = this.#countSpans(piece);
      left -= inside;
      try {
        this.#push(wholes[index] as SegmentDocument, this.#stages.encode(piece), inside);
      } catch (error) {
        this.#drop(inside, { reason: 'encode-failed', error });
      }
    }
    this.#split += Math.max(0, pieces.length - 1);
    this.#drop(left, { reason: 'cannot-fit' });
  }

  #push(document: SegmentDocument, datagram: Buffer, spans: number): void {
    this.#datagrams.push(datagram);
    this.#documents.push(document);
    this.#spanCounts.push(spans);
  }

  #drop(spans: number, drop: DroppedSpan): void {
    for (let i = 0; i < spans; i++) this.#aside.dropped.push(drop);
  }

  // A trace may be thousands of spans deep: counted over a list, not by recursion.
  #countSpans(document: SegmentDocument): number {
    if (document.subsegments === undefined && this.#seconds.size === 0) return 1;
    const all: Pick<SegmentDocument, 'id' | 'subsegments'>[] = [document];
    for (const { subsegments } of all) if (subsegments !== undefined) for (const child of subsegments) all.push(child);
    if (this.#seconds.size === 0) return all.length;
    return all.filter(({ id }) => !this.#seconds.has(document.trace_id + id)).length;
  }
}
