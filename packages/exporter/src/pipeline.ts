import { assembleBatch, encode, fit, HEADER_LINE, MAX_DOCUMENT_BYTES, translate } from '@otel-xray/segments';
import type { Note, ReadableSpan, SegmentDocument, TranslateOptions } from '@otel-xray/segments';

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
  /** The documents of `datagrams`, for one that proves too large on its way and has to be fitted again. */
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
  readonly encode: typeof encode;
}

/** What the steps put aside on their way. */
interface Aside {
  readonly dropped: DroppedSpan[];
  readonly notes: Note[];
}

const HEADER_BYTES = HEADER_LINE.length;

/** Id, times and an empty name. What has too many for a datagram need not be written to know it, and if deep cannot be. */
const MIN_SUBSEGMENT_BYTES = 60;

/**
 * The way of a batch, from spans to datagrams: translate, assemble, fit, encode. Pure and synchronous; never throws for
 * what a span holds: one bad span costs one span.
 */
export function toBatch(
  spans: readonly ReadableSpan[],
  { translate: options, nesting, maxBytes = MAX_DOCUMENT_BYTES }: BatchOptions,
  stages: Stages = { translate, encode },
): Batch {
  const aside: Aside = { dropped: [], notes: [] };
  const { documents, seconds, secondCount } = translateAll(spans, options, stages, aside);
  const { documents: assembled, folded, replaced } = assembleBatch(documents, { nesting });
  // A span that comes twice with two documents each time is one span, though two documents are replaced.
  const replacedSpans = replaced - (secondCount - seconds.size);
  for (let i = 0; i < replacedSpans; i++) aside.dropped.push({ reason: 'replaced' });
  const parcels = new Parcels(stages, seconds, aside);
  for (const document of assembled) parcels.add(document, maxBytes);
  return parcels.toBatch(folded);
}

/** Fits some documents of a batch again, to a smaller limit than before. */
export function refit({ documents, seconds }: Batch, indexes: readonly number[], maxBytes: number): Batch {
  const parcels = new Parcels({ translate, encode }, seconds, { dropped: [], notes: [] });
  for (const index of indexes) parcels.add(documents[index] as SegmentDocument, maxBytes);
  return parcels.toBatch(0);
}

type Seconds = Batch['seconds'];

function translateAll(
  spans: readonly ReadableSpan[],
  options: TranslateOptions,
  stages: Stages,
  aside: Aside,
): { documents: SegmentDocument[]; seconds: Seconds; secondCount: number } {
  const documents: SegmentDocument[] = [];
  let secondCount = 0;
  const seconds = new Set<string>();
  for (const span of spans) {
    try {
      const translation = stages.translate(span, options);
      if (!translation.ok) {
        aside.dropped.push({ reason: translation.reason });
        continue;
      }
      for (const document of translation.documents) documents.push(document);
      const second = translation.documents[1];
      if (second !== undefined) {
        seconds.add(second.trace_id + second.id);
        secondCount++;
      }
      for (const note of translation.notes) aside.notes.push(note);
    } catch (error) {
      aside.dropped.push({ reason: 'translate-failed', error });
    }
  }
  return { documents, seconds, secondCount };
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
      const datagram = spans * MIN_SUBSEGMENT_BYTES > maxBytes ? undefined : this.#encodeWhole(document);
      if (datagram !== undefined && datagram.length <= maxBytes + HEADER_BYTES) this.#push(document, datagram, spans);
      else this.#addInPieces(document, spans, maxBytes);
    } catch (error) {
      this.#drop(spans, { reason: 'encode-failed', error });
    }
  }

  /** `undefined` for what is longer than a text can be, or nested deeper than can be written. */
  #encodeWhole(document: SegmentDocument): Buffer | undefined {
    try {
      return this.#stages.encode(document);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  #addInPieces(document: SegmentDocument, spans: number, maxBytes: number): void {
    const { documents, notes } = fit(document, maxBytes);
    for (const note of notes) this.#aside.notes.push(note);
    let kept = 0;
    for (const piece of documents) {
      const inside = this.#countSpans(piece);
      this.#push(piece, this.#stages.encode(piece), inside);
      kept += inside;
    }
    this.#split += Math.max(0, documents.length - 1);
    this.#drop(spans - kept, { reason: 'cannot-fit' });
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
    const all: Pick<SegmentDocument, 'id' | 'subsegments'>[] = [document];
    for (const { subsegments } of all) if (subsegments !== undefined) for (const child of subsegments) all.push(child);
    if (this.#seconds.size === 0) return all.length;
    return all.filter(({ id }) => !this.#seconds.has(document.trace_id + id)).length;
  }
}
