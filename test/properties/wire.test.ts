import { type ExporterStats, type Sender, type SendOutcome, XRaySpanExporter } from '@otel-xray/exporter';
import { HEADER_LINE, isSpanId, type ReadableSpan, type SegmentDocument, toXRayTraceId } from '@otel-xray/segments';
import { lintDocument } from '@otel-xray/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batches } from './batches.ts';

/** UDP over IPv4, macOS's default, an Ethernet frame. */
const WAYS = [65_507, 9_216, 1_472] as const;

interface Sent {
  readonly documents: readonly SegmentDocument[];
  /** Bytes of the largest datagram of each try. */
  readonly tries: readonly number[];
  readonly stats: ExporterStats;
}

/** What a batch becomes on a way that takes datagrams of at most `maxBytes`. */
async function send(spans: readonly ReadableSpan[], maxBytes: number, nesting: boolean): Promise<Sent> {
  const taken: Buffer[] = [];
  const tries: number[] = [];
  const sender: Sender = {
    async send(datagrams): Promise<SendOutcome> {
      tries.push(Math.max(...datagrams.map(({ length }) => length)));
      taken.push(...datagrams.filter(({ length }) => length <= maxBytes));
      const rejected = datagrams.flatMap(({ length }, index) =>
        length > maxBytes ? [{ index, reason: 'too-large' as const }] : [],
      );
      return rejected.length === 0 ? { status: 'sent' } : { status: 'partial', rejected };
    },
    async forceFlush() {},
    async shutdown() {},
  };
  const exporter = new XRaySpanExporter({ sender, nesting });
  exporter.export(spans, () => {});
  await exporter.forceFlush();
  const documents = taken.map(
    (datagram) => JSON.parse(datagram.toString().slice(HEADER_LINE.length)) as SegmentDocument,
  );
  return { documents, tries, stats: exporter.stats() };
}

interface Place {
  readonly id: string;
  readonly traceId: string;
  readonly parentId: string | undefined;
  /** The span it stands for: another than `id` where a call took the id of its last attempt. */
  readonly spanId: string;
}

/** Every segment and subsegment, with the parent that it has by standing in it or by naming it. */
function placesOf(documents: readonly SegmentDocument[]): readonly Place[] {
  const places: Place[] = [];
  const walk = (document: SegmentDocument, traceId: string, parentId: string | undefined): void => {
    const renamed = document.metadata?.['otel']?.['span_id'];
    places.push({ id: document.id, traceId, parentId, spanId: typeof renamed === 'string' ? renamed : document.id });
    for (const child of document.subsegments ?? []) walk(child as SegmentDocument, traceId, document.id);
  };
  for (const document of documents) walk(document, document.trace_id, document.parent_id);
  return places;
}

const keyOf = (traceId: string, id: string): string => `${traceId} ${id}`;

/** The spans of a batch that can become documents, each once, by trace and id. */
function validSpans(spans: readonly ReadableSpan[]): ReadonlyMap<string, ReadableSpan> {
  return new Map(
    spans.flatMap((span) => {
      const { traceId, spanId } = span.spanContext();
      return isSpanId(spanId) ? [[keyOf(String(toXRayTraceId(traceId)), spanId), span] as const] : [];
    }),
  );
}

interface Outcome {
  readonly places: readonly Place[];
  readonly expected: ReadonlyMap<string, ReadableSpan>;
  readonly stats: ExporterStats;
}

/** Whether a place has the parent that its span names, wherever that is now. */
function isBelowItsParent(place: Place, { places, expected, stats }: Outcome): boolean {
  const { traceId, parentId } = place;
  const isOwn = ({ spanId }: Place): boolean => expected.has(keyOf(traceId, spanId));
  // A derived segment stands between its call and the parent that the call's span names.
  const span = isOwn(place) ? place : places.find((below) => below.traceId === traceId && below.parentId === place.id);
  if (span === undefined) return false;
  const named = expected.get(keyOf(traceId, span.spanId))?.parentSpanContext?.spanId;
  const parent = places.find(({ traceId: trace, id }) => trace === traceId && id === parentId);
  if (parent !== undefined) {
    const isCallWithAttempts = parent.id !== parent.spanId && stats.folded > 0;
    return parent.spanId === named || !isOwn(parent) || isCallWithAttempts;
  }
  // In another process: then it is the id that the span names, or had none.
  return parentId === named && (named === undefined || !expected.has(keyOf(traceId, named)));
}

const total = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);

describe('a batch on its way to the wire', () => {
  test('shows, folds or drops each span once, in documents that fit and whose parents are there', async () => {
    // A property that never meets the hard cases proves nothing: it counts them, and each has to come up.
    const met = { folded: 0, split: 0, derived: 0, embedded: 0, cut: 0, replaced: 0, invalid: 0, renamed: 0 };
    const property = fc.asyncProperty(
      batches(),
      fc.constantFrom(...WAYS),
      fc.boolean(),
      async (spans, maxBytes, nesting) => {
        const { documents, tries, stats } = await send(spans, maxBytes, nesting);
        const { dropped } = stats;
        const expected = validSpans(spans);
        const places = placesOf(documents);
        const own = places.filter(({ traceId, spanId }) => expected.has(keyOf(traceId, spanId)));

        // Each span stands in one place, is part of another, or was dropped with a reason.
        const shown = new Set(own.map(({ traceId, spanId }) => keyOf(traceId, spanId)));
        expect(shown.size).toBe(own.length);
        expect(stats.sent).toBe(own.length);
        expect(stats.spans).toBe(spans.length);
        expect(stats.sent + stats.folded + total(dropped)).toBe(spans.length);
        expect(dropped['cannot-fit']).toBe(0);
        expect(shown.size + stats.folded).toBe(expected.size);
        expect(dropped['invalid-span-id'] + dropped.replaced).toBe(spans.length - expected.size);

        // Each try is one step smaller, the last of them fits, and X-Ray takes every document.
        expect(tries.filter((bytes, step) => bytes > (WAYS[step] ?? 0))).toEqual([]);
        expect(tries.at(-1) ?? 0).toBeLessThanOrEqual(maxBytes);
        const findings = documents.flatMap((document) => lintDocument(document));
        expect(findings.filter(({ severity }) => severity === 'rejected')).toEqual([]);

        // What stands below another, or names it, does so below its own parent.
        const wrong = places.filter((place) => !isBelowItsParent(place, { places, expected, stats }));
        expect(wrong).toEqual([]);

        met.folded += stats.folded;
        met.split += stats.split;
        met.derived += places.length - own.length;
        met.embedded += places.length - documents.length;
        met.cut += stats.notes.cut;
        met.replaced += dropped.replaced;
        met.invalid += dropped['invalid-span-id'];
        met.renamed += own.filter(({ id, spanId }) => id !== spanId).length;
      },
    );
    await fc.assert(property, { numRuns: 80 });
    expect(Object.entries(met).filter(([, times]) => times === 0)).toEqual([]);
  });
});
