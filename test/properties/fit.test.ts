import { assemble, fit, MAX_DOCUMENT_BYTES, type SegmentDocument, translate } from '@otel-xray/segments';
import { lintDocument } from '@otel-xray/testing';
import { hostileSpanData, toSpan, translateOptions } from '@otel-xray/testing/arbitraries';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hugeSpanData } from './huge-spans.ts';
import { schemaErrors } from './schema-errors.ts';

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** What cannot be left out. */
function withoutDetails(document: SegmentDocument): Partial<SegmentDocument> {
  const { id, trace_id, name, start_time, end_time, in_progress, parent_id, type } = document;
  return { id, trace_id, name, start_time, end_time, in_progress, parent_id, type } as Partial<SegmentDocument>;
}

function withThoseInside(document: SegmentDocument): readonly SegmentDocument[] {
  return [document, ...(document.subsegments ?? []).flatMap((inner) => withThoseInside(inner as SegmentDocument))];
}

/** Pointers of exceptions to a cause that is not there. */
function danglingCauses({ cause }: SegmentDocument): readonly string[] {
  const ids = new Set(cause?.exceptions.map(({ id }) => id));
  return (cause?.exceptions ?? []).flatMap((exception) =>
    exception.cause === undefined || ids.has(exception.cause) ? [] : [exception.cause],
  );
}

/** Any limit, and often a small one, or one of those that networks have. */
const limits = fc.oneof(
  fc.integer({ min: 600, max: MAX_DOCUMENT_BYTES }),
  fc.integer({ min: 1_000, max: 2_000 }),
  // Here a long name may be too much.
  fc.integer({ min: 600, max: 1_000 }),
  fc.constantFrom(1_442, 1_472, 9_186, MAX_DOCUMENT_BYTES),
);

/** Every span fits here, whatever it holds: a name of 200 characters of four bytes, ids and times are less. */
const ALWAYS_ENOUGH_BYTES = 1_200;

describe('fit, whatever the span holds', () => {
  test('gives documents under the limit that X-Ray takes, and drops only what has no room for its name', () => {
    const noted = new Set<string>();
    fc.assert(
      fc.property(
        fc.oneof({ weight: 4, arbitrary: hugeSpanData() }, { weight: 1, arbitrary: hostileSpanData() }),
        translateOptions(),
        limits,
        (data, options, maxBytes) => {
          const answer = translate(toSpan(data), options);
          if (!answer.ok) throw new Error(`no documents: ${answer.reason}`);
          const fittings = assemble(answer.documents).map((document) => fit(document, maxBytes));
          const documents = fittings.flatMap((fitting) => fitting.documents);
          const notes = fittings.flatMap((fitting) => fitting.notes);
          for (const { field } of notes) noted.add(field.split('.')[0] ?? '');

          expect(documents.filter((document) => bytesOf(document) > maxBytes)).toEqual([]);
          expect(documents.flatMap(schemaErrors)).toEqual([]);
          const findings = documents.flatMap((document) => lintDocument(document));
          expect(findings.filter(({ severity }) => severity === 'rejected')).toEqual([]);

          // What is not there has no room for what cannot be left out, and a note of its own.
          const all = documents.flatMap(withThoseInside);
          const kept = new Set(all.map(({ id }) => id));
          const dropped = answer.documents.filter(({ id }) => !kept.has(id));
          expect(kept.size).toBe(all.length);
          expect(dropped.filter((document) => bytesOf(withoutDetails(document)) <= maxBytes)).toEqual([]);
          expect(dropped.length === 0 || maxBytes < ALWAYS_ENOUGH_BYTES).toBe(true);
          expect(notes.filter(({ field }) => field === '')).toHaveLength(dropped.length);

          // Whoever names a parent names the one that it had, and that is there unless it was dropped or was elsewhere.
          const parents = new Map(answer.documents.map(({ id, parent_id: parent }) => [id, parent]));
          for (const document of documents) expect(document.parent_id).toBe(parents.get(document.id));
          expect(all.flatMap(danglingCauses)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
    // A property that never meets the hard cases proves nothing.
    const places = ['', 'annotations', 'aws', 'cause', 'http', 'links', 'metadata', 'sql', 'user'];
    expect(places.filter((place) => !noted.has(place))).toEqual([]);
  });

  test('is done with a document that fits: fitting it again changes nothing', () => {
    fc.assert(
      fc.property(hugeSpanData(), limits, (data, maxBytes) => {
        const answer = translate(toSpan(data));
        const once = (answer.ok ? assemble(answer.documents) : []).flatMap(
          (document) => fit(document, maxBytes).documents,
        );
        expect(once.flatMap((document) => fit(document, maxBytes).documents)).toEqual(once);
      }),
    );
  });
});
