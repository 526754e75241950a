import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { JsonValue, SegmentDocument, TraceLink } from '../src/document.ts';
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

  it('counts lists without items', () => {
    const children = Array.from({ length: 900 }, (_, i) => ({ ...embedded(subsegment(i + 2, 1)), subsegments: [] }));
    const document = segment(1, { subsegments: children });
    const limit = jsonBytes(document) - 1;
    expect(fit(document, limit + 1).documents).toEqual([document]);
    for (const fitted of fit(document, limit).documents) expect(jsonBytes(fitted)).toBeLessThanOrEqual(limit);
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

  it('splits a parent of hundreds of thousands', () => {
    const children = Array.from({ length: 600_000 }, (_, i) => embedded(subsegment(i + 2, 1)));
    const { documents } = fit(segment(1, { subsegments: children }));
    expect(flatten(documents)).toHaveLength(600_001);
  });

  it.each([
    { unit: 'a byte', text: 'x' },
    { unit: 'two bytes', text: 'é' },
    { unit: 'two UTF-16 units', text: '🚀' },
  ])('counts in its marker the characters that are missing, where each is $unit', ({ text }) => {
    const { documents } = fit(segment(1, { metadata: { default: { text: text.repeat(100_000) } } }));
    const [, kept = '', cut] =
      /^(.*)…\[(\d+) characters cut\]$/u.exec(String(documents[0]?.metadata?.['default']?.['text'])) ?? [];
    expect([...kept].length + Number(cut)).toBe(100_000);
  });

  it('counts in its marker what two steps have cut: the query of a URL, and then the URL', () => {
    const whole = `https://shop.example.com/${'p'.repeat(5000)}?${'q'.repeat(5000)}`;
    const { documents } = fit(segment(1, { http: { request: { url: whole } } }), 1442);
    const [, kept = '', cut] = /^(.*)…\[(\d+) characters cut\]$/.exec(documents[0]?.http?.request?.url ?? '') ?? [];
    expect(whole.startsWith(kept)).toBe(true);
    expect(kept.length + Number(cut)).toBe(whole.length);
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

  const numbered = (count: number): Record<string, number> =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`key ${i}`, i]));
  const link = (id: number, attributes?: Record<string, number>): TraceLink => ({
    trace_id: TRACE_ID,
    id: idOf(id),
    ...(attributes && { attributes }),
  });
  const crowds = [
    { field: 'links.0.attributes', note: 'links', document: segment(1, { links: [link(9, numbered(20_000))] }) },
    {
      field: 'aws.cloudwatch_logs',
      note: 'aws.cloudwatch_logs',
      document: segment(1, {
        aws: { cloudwatch_logs: Array.from({ length: 10_000 }, (_, i) => ({ log_group: `/aws/lambda/${i}` })) },
      }),
    },
    {
      field: 'aws.table_names',
      note: 'aws.table_names',
      document: segment(1, { aws: { table_names: Array.from({ length: 20_000 }, (_, i) => `orders-${i}`) } }),
    },
    { field: 'metadata.default', note: 'metadata', document: segment(1, { metadata: { default: numbered(20_000) } }) },
  ];

  it.each(crowds)(
    'leaves out the last or longest of thousands in $field, and counts them',
    ({ field, note, document }) => {
      for (const limit of [MAX_DOCUMENT_BYTES, 9186, 1472]) {
        const { documents, notes } = fit(document, limit);
        expect(jsonBytes(documents[0])).toBeLessThanOrEqual(limit);
        // Nothing else than needed is cut.
        expect(jsonBytes(documents[0])).toBeGreaterThan(limit - 100);
        const left = countAt(documents[0], field);
        expect(left).toBeGreaterThan(0);
        expect(documents[0]?.metadata?.['otel']?.['members_cut']).toBe(countAt(document, field) - left);
        // One note for each step, however many have gone.
        expect(notes.length).toBeLessThanOrEqual(2);
        for (const { field: noted, message } of notes)
          expect([noted, message]).toEqual([note, expect.stringMatching(/^\d+ (?:members|of \d+) left out/)]);
      }
    },
  );

  it.each(crowds)('leaves a hundred in $field while there are stack frames to cut', ({ field, document }) => {
    const stack = Array.from({ length: 100 }, (_, line) => ({ path: '/var/task/index.mjs', line, label: 'f' }));
    const { documents } = fit({ ...document, cause: { exceptions: [{ id: idOf(9), stack }] } }, 5000);
    expect(countAt(documents[0], field)).toBe(100);
    expect(documents[0]?.cause?.exceptions[0]?.truncated).toBeGreaterThan(0);
  });

  it('notes each of a few members that were left out, and many texts that were cut as one', () => {
    const few = fit(segment(1, { metadata: { default: numbered(5) } }), 150);
    expect(few.notes.map(({ field }) => field)).toContain('metadata.default.key 0');
    const texts = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`key ${i}`, 'x'.repeat(1000)]));
    const many = fit(segment(1, { metadata: { default: texts } }), 10_000);
    expect(many.notes).toEqual([
      {
        field: 'metadata',
        kind: 'cut',
        message: expect.stringMatching(/^\d+ values cut, \d+ bytes, so that the document fits$/),
      },
    ]);
  });

  it('leaves out namespaces with their last member, also where they are 100,000', () => {
    const metadata = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`n${i}`, i % 2 ? {} : { a: 1 }]));
    const { documents } = fit(segment(1, { metadata }), 1472);
    expect(jsonBytes(documents[0])).toBeLessThanOrEqual(1472);
    expect(jsonBytes(documents[0])).toBeGreaterThan(1400);
  });

  it('keeps the first of many links, and all of their ids whole', () => {
    const links = Array.from({ length: 20 }, (_, i) => link(i + 2, { cause: 7, id: 8 }));
    const { documents, notes } = fit(segment(1, { links }), 1200);
    const kept = documents[0]?.links ?? [];
    expect(kept.length).toBeGreaterThan(10);
    expect(kept).toEqual(links.slice(0, kept.length).map(({ trace_id, id }) => ({ trace_id, id })));
    expect(notes.at(-1)).toEqual({
      field: 'links',
      kind: 'cut',
      message: `${20 - kept.length} of 20 left out so that the document fits`,
    });
  });

  it('keeps what was thrown and leaves out the last of its causes, counted in `skipped`', () => {
    const exceptions = Array.from({ length: 64 }, (_, i) => ({
      id: idOf(i + 100),
      message: `no ${i}`,
      ...(i < 63 ? { cause: idOf(i + 101) } : { skipped: 3 }),
    }));
    const { documents, notes } = fit(segment(1, { fault: true, cause: { exceptions } }), 1472);
    const kept = documents[0]?.cause?.exceptions ?? [];
    const left = 64 - kept.length;
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.slice(0, -1)).toEqual(exceptions.slice(0, kept.length - 1));
    expect(kept.at(-1)).toEqual({ id: idOf(99 + kept.length), message: `no ${kept.length - 1}`, skipped: left + 3 });
    expect(notes).toEqual([
      { field: 'cause.exceptions', kind: 'cut', message: `${left} of 64 left out so that the document fits` },
    ]);
  });

  it('keeps annotations longer than what else there is to leave out', () => {
    const document = segment(1, {
      annotations: { tenant: 'x'.repeat(200) },
      links: [link(9, { key: 1 })],
      cause: { exceptions: [{ id: idOf(8) }, { id: idOf(9) }] },
      metadata: { default: { key: 1 } },
    });
    const withoutOthers = segment(1, {
      annotations: { tenant: 'x'.repeat(200) },
      cause: { exceptions: [{ id: idOf(8) }] },
    });
    const { documents, notes } = fit(document, jsonBytes(withoutOthers) + 70);
    expect(documents[0]?.annotations).toEqual(document.annotations);
    expect(notes.map(({ field }) => field)).toEqual([
      'links.0.attributes.key',
      'links',
      'metadata.default.key',
      'cause.exceptions',
    ]);
  });

  it('keeps the id of a call that has that of its last attempt', () => {
    const otel = { span_id: idOf(2), attempts: 'x'.repeat(40) };
    const document = segment(1, { metadata: { otel, default: numbered(500) }, http: { response: { status: 200 } } });
    const kept = fit(document, 300).documents[0]?.metadata;
    expect(kept?.['otel']).toEqual({ span_id: idOf(2), members_cut: 501 - countAt(kept, 'default') });
  });

  it('leaves out even what colours the node before it drops the span', () => {
    const bare = { id: idOf(1), trace_id: TRACE_ID, name: 'span 1', start_time: 1.5, in_progress: true } as const;
    const document = { ...bare, namespace: 'remote', fault: true, aws: { operation: 'PutItem' } } as const;
    expect(fit(document, jsonBytes({ ...bare, fault: true })).documents).toEqual([{ ...bare, fault: true }]);
    expect(fit(document, jsonBytes(bare)).documents).toEqual([bare]);
    expect(fit(document, jsonBytes(bare) - 1).documents).toEqual([]);
  });

  it.each([
    { of: 'three bytes', text: '日'.repeat(250) },
    { of: 'a pair each', text: '𠮷'.repeat(250) },
  ])('makes no text longer than its limit in characters by the marker, with characters of $of', ({ text }) => {
    const document = segment(1, { user: text });
    const [cut] = fit(document, jsonBytes(document) - 1).documents;
    expect(cut?.user).toContain('characters cut');
    expect([...(cut?.user ?? '')].length).toBeLessThanOrEqual(250);
  });

  it('goes on with the count where a document is fitted again to a smaller limit', () => {
    const once = fit(segment(1, { metadata: { default: numbered(5000) } }), 10_000).documents[0] as SegmentDocument;
    const twice = fit(once, 2000).documents[0];
    expect(twice?.metadata?.['otel']?.['members_cut']).toBe(5000 - countAt(twice, 'metadata.default'));
  });

  it('cuts what is longer than a text can be', () => {
    // As the engine answers at 512 MB, without the second that it takes.
    const toJSON = (): never => {
      throw new RangeError('Invalid string length');
    };
    const endless = { toJSON } as unknown as JsonValue;
    const { documents, notes } = fit(segment(1, { metadata: { default: { endless, other: 'kept' } } }));
    expect(documents).toEqual([
      segment(1, { metadata: { default: { endless: '…[more than 512 MB cut]', other: 'kept' } } }),
    ]);
    expect(notes.map(({ field, kind }) => [field, kind])).toEqual([['metadata.default.endless', 'cut']]);
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

/** How many members or items there are at a path. */
function countAt(document: unknown, path: string): number {
  const at = path.split('.').reduce((value: unknown, key) => (value as Record<string, unknown>)[key], document);
  return Object.keys(at as object).length;
}

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
