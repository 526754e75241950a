import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { SegmentDocument } from '../src/document.ts';
import { encode, HEADER_LINE } from '../src/encode.ts';
import { fit } from '../src/fit.ts';
import { MAX_DOCUMENT_BYTES } from '../src/limits.ts';
import { jsonBytes } from '../src/size.ts';
import { flatten, idOf, segment, subsegment, TRACE_ID } from './documents.ts';

const BIG = 'x'.repeat(10_000_000);

describe('fit', () => {
  it('gives a document that fits as it is', () => {
    const document = segment(1, { subsegments: [subsegment(2, 1)] });
    expect(fit(document)).toEqual({ documents: [document], notes: [] });
    expect(fit(document).documents[0]).toBe(document);
  });

  it('lets exactly the limit through, and not one byte more', () => {
    const document = segment(1, { user: 'x'.repeat(100) });
    const bytes = jsonBytes(document);
    expect(fit(document, bytes).documents).toEqual([document]);
    expect(fit(document, bytes - 1).documents).not.toEqual([document]);
  });

  it('splits off the largest children as independent subsegments with the parent’s id', () => {
    const small = subsegment(2, 1, { user: 'small' });
    const large = subsegment(3, 1, { user: 'x'.repeat(2000) });
    const { documents, notes } = fit(segment(1, { subsegments: [embedded(small), embedded(large)] }), 2300);
    expect(notes).toEqual([]);
    expect(documents).toEqual([
      segment(1, { subsegments: [embedded(small)] }),
      expect.objectContaining({ id: idOf(3), trace_id: TRACE_ID, parent_id: idOf(1), type: 'subsegment' }),
    ]);
  });

  it('splits off whole subtrees', () => {
    const leaf = embedded(subsegment(4, 3, { user: 'x'.repeat(400) }));
    const branch = { ...embedded(subsegment(3, 1, { user: 'x'.repeat(400) })), subsegments: [leaf] };
    const other = embedded(subsegment(2, 1, { user: 'x'.repeat(900) }));
    const { documents } = fit(segment(1, { subsegments: [other, branch] }), 1500);
    expect(documents.map(({ id, subsegments }) => [id, subsegments?.length ?? 0])).toEqual([
      [idOf(1), 1],
      [idOf(3), 1],
    ]);
  });

  it.each([
    {
      what: 'a metadata value',
      document: segment(1, { metadata: { default: { a: BIG, b: 'kept' } } }),
      cut: 'metadata.default.a',
    },
    {
      what: 'metadata that is no text',
      document: segment(1, { metadata: { default: { a: Array.from({ length: 20_000 }, () => 'value') } } }),
      cut: 'metadata.default.a',
    },
    { what: 'the SQL text', document: segment(1, { sql: { sanitized_query: BIG } }), cut: 'sql.sanitized_query' },
    {
      what: 'the query of the URL',
      document: segment(1, { http: { request: { url: `https://shop.example.com/?${BIG}` } } }),
      cut: 'http.request.url',
    },
    { what: 'an annotation', document: segment(1, { annotations: { a: BIG } }), cut: 'annotations.a' },
    {
      what: 'a message',
      document: segment(1, { cause: { exceptions: [{ id: idOf(9), message: BIG }] } }),
      cut: 'cause.exceptions.0.message',
    },
  ])('cuts $what of a span that is too large alone, and says so', ({ document, cut }) => {
    const { documents, notes } = fit(document);
    expect(documents).toHaveLength(1);
    expect(encode(documents[0] as SegmentDocument).length).toBeLessThanOrEqual(MAX_DOCUMENT_BYTES + HEADER_LINE.length);
    expect(notes).toEqual([{ field: cut, kind: 'cut', message: expect.stringMatching(/^\d+ bytes cut/) }]);
    expect(JSON.stringify(documents[0])).toMatch(/…\[\d+ characters cut\]/);
    // Nothing else than needed is cut: the limit is used to the last kilobyte.
    expect(jsonBytes(documents[0])).toBeGreaterThan(MAX_DOCUMENT_BYTES - 1000);
  });

  it('cuts in the documented order: metadata before stacks before SQL before annotations', () => {
    const stack = Array.from({ length: 100 }, (_, line) => ({ path: '/var/task/index.mjs', line, label: `f${line}` }));
    const document = segment(1, {
      annotations: { a: 'x'.repeat(900) },
      sql: { sanitized_query: 'x'.repeat(3000) },
      cause: { exceptions: [{ id: idOf(9), stack }] },
      metadata: { default: { long: 'x'.repeat(2000), longer: 'x'.repeat(3000) } },
    });
    const fields = [12_000, 10_000, 5000, 1500].map((limit) => fit(document, limit).notes.map((note) => note.field));
    expect(fields).toEqual([
      ['metadata.default.longer'],
      ['metadata.default.longer', 'metadata.default.long'],
      ['metadata.default.longer', 'metadata.default.long', 'cause.exceptions.0.stack'],
      ['metadata.default.longer', 'metadata.default.long', 'cause.exceptions.0.stack', 'sql.sanitized_query'],
    ]);
  });

  it('takes stack frames from the middle and counts them', () => {
    const stack = Array.from({ length: 100 }, (_, line) => ({ path: '/var/task/index.mjs', line, label: 'f' }));
    const { documents } = fit(segment(1, { cause: { exceptions: [{ id: idOf(9), truncated: 5, stack }] } }), 2000);
    const exception = documents[0]?.cause?.exceptions[0];
    const lines = exception?.stack?.map(({ line }) => line) ?? [];
    expect(lines[0]).toBe(0);
    expect(lines.at(-1)).toBe(99);
    expect(exception?.truncated).toBe(105 - lines.length);
  });

  it('leaves out members where thousands of small ones are the weight', () => {
    const members = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key ${i}`, i]));
    const { documents } = fit(segment(1, { metadata: { default: members } }), 10_000);
    expect(jsonBytes(documents[0])).toBeLessThanOrEqual(10_000);
    expect(documents[0]?.metadata?.['otel']?.['members_cut']).toBe(
      5000 - Object.keys(documents[0]?.metadata?.['default'] ?? {}).length,
    );
  });

  it('drops with a reason what cannot be made to fit', () => {
    const { documents, notes } = fit(segment(1), 20);
    expect(documents).toEqual([]);
    expect(notes).toEqual([
      { field: '', kind: 'dropped', message: expect.stringContaining('cannot be made to fit into 20') },
    ]);
  });

  it('never cuts through a character', () => {
    for (let limit = 300; limit < 330; limit++) {
      const { documents } = fit(segment(1, { metadata: { default: { a: '👩‍🚀é日'.repeat(200) } } }), limit);
      expect(jsonBytes(documents[0])).toBeLessThanOrEqual(limit);
      expect(JSON.stringify(documents[0])).not.toMatch(/\\ud[89a-f]/);
    }
  });

  it('fits a chain of 20,000 spans and a root with 20,000 children, losing none', () => {
    let chain: SegmentDocument = subsegment(20_000, 19_999);
    for (let id = 19_999; id > 1; id--) chain = { ...subsegment(id, id - 1), subsegments: [embedded(chain)] };
    const wide = Array.from({ length: 20_000 }, (_, i) => embedded(subsegment(i + 2, 1)));
    for (const whole of [segment(1, { subsegments: [embedded(chain)] }), segment(1, { subsegments: wide })]) {
      const { documents, notes } = fit(whole);
      expect(notes).toEqual([]);
      expect(new Set(flatten(documents).map(({ id }) => id)).size).toBe(
        20_000 + (whole.subsegments?.length === 1 ? 0 : 1),
      );
      expect(Math.max(...documents.map(jsonBytes))).toBeLessThanOrEqual(MAX_DOCUMENT_BYTES);
    }
  });

  it('keeps every span, every parent and the limit, for any tree', () => {
    fc.assert(
      fc.property(tree(), fc.integer({ min: 700, max: 3000 }), (whole, limit) => {
        const { documents } = fit(whole, limit);
        const ids = flatten([whole]).map(({ id }) => id);
        const kept = flatten(documents);
        expect(kept.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
        for (const document of documents) expect(jsonBytes(document)).toBeLessThanOrEqual(limit);
        for (const piece of documents.slice(1)) expect(ids).toContain(piece.parent_id);
      }),
    );
  });
});

describe('encode', () => {
  it('writes the header line, then the document with id and trace id first', () => {
    const { id, trace_id: traceId, ...rest } = segment(1, { user: 'é' });
    const text = encode({ ...rest, trace_id: traceId, id } as SegmentDocument).toString('utf8');
    expect(text.startsWith(`${HEADER_LINE}{"id":"${idOf(1)}","trace_id":"${TRACE_ID}",`)).toBe(true);
    expect(JSON.parse(text.slice(HEADER_LINE.length))).toEqual(segment(1, { user: 'é' }));
  });
});

function embedded(document: SegmentDocument): SegmentDocument {
  const { trace_id: _trace, parent_id: _parent, type: _type, ...rest } = document;
  return rest as SegmentDocument;
}

function tree(): fc.Arbitrary<SegmentDocument> {
  const parents = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 1500 })), { maxLength: 25 });
  return parents.map((spans) => {
    const nodes: SegmentDocument[] = [segment(1)];
    for (const [parent, size] of spans) {
      const child = {
        ...embedded(subsegment(nodes.length + 1, 1)),
        metadata: { default: { text: 'x'.repeat(size) } },
      } as SegmentDocument;
      const above = nodes[parent % nodes.length] as SegmentDocument;
      above.subsegments = [...(above.subsegments ?? []), child];
      nodes.push(child);
    }
    return nodes[0] as SegmentDocument;
  });
}
