import { encode, HEADER_LINE, translate } from '@otel-xray/segments';
import type { ReadableSpan, SegmentDocument } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { toBatch } from '../src/pipeline.ts';
import type { Stages } from '../src/pipeline.ts';
import { aSpan, ZERO_SPAN_ID } from './spans.ts';

const aDocument = (id: string): SegmentDocument => ({
  id,
  trace_id: '1-6553f100-a1b2c3d4e5f60718293a4b5c',
  name: 'orders',
  start_time: 1_700_000_000.25,
  end_time: 1_700_000_000.75,
});
const [FIRST, SECOND] = [aDocument('0000000000000001'), aDocument('0000000000000002')];
const withTranslate = (stage: Stages['translate']): Partial<Stages> => ({ translate: stage, encode });

describe('toBatch', () => {
  it('makes one datagram of each span, in their order', () => {
    const batch = toBatch([aSpan({ spanId: FIRST.id }), aSpan({ spanId: SECOND.id })], { translate: {} });
    expect(batch.datagrams.map(String)).toEqual([
      expect.stringContaining(`${HEADER_LINE}{"id":"${FIRST.id}","trace_id":"1-6553f100-a1b2c3d4e5f60718293a4b5c"`),
      expect.stringContaining(`${HEADER_LINE}{"id":"${SECOND.id}","trace_id":"1-6553f100-a1b2c3d4e5f60718293a4b5c"`),
    ]);
    expect(batch).toMatchObject({ spanCounts: [1, 1], dropped: [] });
  });

  it('makes nothing of no spans', () => {
    const nothing = {
      datagrams: [],
      documents: [],
      seconds: new Set(),
      spanCounts: [],
      folded: 0,
      split: 0,
      dropped: [],
      notes: [],
    };
    expect(toBatch([], { translate: {} })).toEqual(nothing);
  });

  it('drops a span with an invalid id and keeps the rest of the batch', () => {
    const batch = toBatch(
      [aSpan(), aSpan({ traceId: 'nope' }), aSpan({ spanId: ZERO_SPAN_ID }), aSpan({ spanId: SECOND.id })],
      { translate: {} },
    );
    expect(batch.datagrams).toHaveLength(2);
    expect(batch.dropped).toEqual([{ reason: 'invalid-trace-id' }, { reason: 'invalid-span-id' }]);
  });

  it('passes its options to every translation', () => {
    const seen: unknown[] = [];
    const options = { scope: true };
    toBatch(
      [aSpan(), aSpan()],
      { translate: options },
      withTranslate((span, given) => (seen.push(given), translate(span, given))),
    );
    expect(seen).toEqual([options, options]);
    expect(seen[0]).toBe(options);
  });

  it('counts a span with two documents once, at the first', () => {
    const stages = withTranslate(() => ({ ok: true, documents: [FIRST, SECOND], notes: [] }));
    expect(toBatch([aSpan()], { translate: {} }, stages)).toMatchObject({
      datagrams: [expect.anything(), expect.anything()],
      spanCounts: [1, 0],
    });
  });

  it('gathers the notes of all spans', () => {
    const note = { field: 'name', kind: 'cut', message: 'to 200 characters' } as const;
    const stages = withTranslate(() => ({ ok: true, documents: [FIRST], notes: [note] }));
    expect(toBatch([aSpan(), aSpan()], { translate: {} }, stages).notes).toEqual([note, note]);
  });

  it('drops only the span on which translate has a bug', () => {
    const bug = new Error('bug');
    const stages = withTranslate((span) => {
      if (span.name === 'bad') throw bug;
      return { ok: true, documents: [{ ...FIRST, id: span.spanContext().spanId, name: span.name }], notes: [] };
    });
    const batch = toBatch(
      [aSpan({ name: 'good' }), aSpan({ name: 'bad' }), aSpan({ name: 'better' })],
      { translate: {} },
      stages,
    );
    expect(batch.datagrams.map((datagram) => /"name":"(\w+)"/.exec(String(datagram))?.[1])).toEqual(['good', 'better']);
    expect(batch.dropped).toEqual([{ reason: 'translate-failed', error: bug }]);
  });

  it('drops only the document that cannot be encoded', () => {
    const bug = new TypeError('a cycle');
    const stages: Partial<Stages> = {
      translate: (span) => ({
        ok: true,
        documents: [{ ...FIRST, id: span.spanContext().spanId, name: span.name }],
        notes: [],
      }),
      encode: (document) => {
        if (document.name === 'bad') throw bug;
        return encode(document);
      },
    };
    const batch = toBatch([aSpan({ name: 'bad' }), aSpan({ name: 'good' })], { translate: {} }, stages);
    expect(batch.datagrams.map(String)).toEqual([expect.stringContaining('"name":"good"')]);
    expect(batch).toMatchObject({ spanCounts: [1], dropped: [{ reason: 'encode-failed', error: bug }] });
  });

  it('sends each span by itself where putting them together has a bug', () => {
    const bug = new Error('bug');
    const assemble = (): never => {
      throw bug;
    };
    const root = aSpan({ kind: 2 });
    const child = aSpan({ kind: 0, parentSpanContext: { ...root.spanContext(), isRemote: false } });
    // The call without a span around it has two documents.
    expect(toBatch([child, root], { translate: {} }, { assemble })).toMatchObject({
      spanCounts: [1, 1, 0],
      folded: 0,
      dropped: [],
      bug,
    });
  });

  it('drops the spans of a document on which fit has a bug, and keeps the rest of the batch', () => {
    const bug = new Error('bug');
    const fit = (): never => {
      throw bug;
    };
    const large = aSpan({ attributes: { text: 'x'.repeat(70_000) } });
    expect(toBatch([large, aSpan()], { translate: {} }, { fit })).toMatchObject({
      spanCounts: [1],
      dropped: [{ reason: 'encode-failed', error: bug }],
    });
  });

  it('drops only the piece that cannot be encoded, once', () => {
    const bug = new TypeError('a cycle');
    const root = aSpan({ attributes: { text: 'x'.repeat(30_000) } });
    const children = ['good', 'bad', 'better'].map((name) =>
      aSpan({
        name,
        kind: 0,
        attributes: { text: 'x'.repeat(50_000) },
        parentSpanContext: { ...root.spanContext(), isRemote: false },
      }),
    );
    const stages: Partial<Stages> = {
      encode(document) {
        if (document.name === 'bad') throw bug;
        return encode(document);
      },
    };
    const batch = toBatch([root, ...children], { translate: {} }, stages);
    expect(batch.spanCounts.reduce((sum, count) => sum + count)).toBe(3);
    expect(batch.dropped).toEqual([{ reason: 'encode-failed', error: bug }]);
  });

  describe('putting together', () => {
    const root = aSpan();
    const below = (members: Partial<ReadableSpan> = {}): ReadableSpan =>
      aSpan({ kind: 0, parentSpanContext: { ...root.spanContext(), isRemote: false }, ...members });

    it('makes one datagram of the spans that belong together', () => {
      const batch = toBatch([below(), below(), root], { translate: {} });
      expect(batch).toMatchObject({ datagrams: [expect.anything()], spanCounts: [3], split: 0, dropped: [] });
    });

    it('makes one datagram per span where it is told so', () => {
      const batch = toBatch([below(), below(), root], { translate: {}, nesting: false });
      expect(batch.spanCounts).toEqual([1, 1, 1]);
    });

    it('splits what is too large for one datagram, and counts each span where it is', () => {
      const large = { attributes: { text: 'x'.repeat(40_000) } };
      const batch = toBatch([below(large), below(large), below(), root], { translate: {} });
      expect(batch.spanCounts).toEqual([3, 1]);
      expect(batch).toMatchObject({ split: 1, dropped: [] });
      for (const { length } of batch.datagrams) expect(length).toBeLessThanOrEqual(65_507);
    });

    it('splits a trace that is too deep to be written at once', () => {
      const spans = [root];
      while (spans.length < 12_000)
        spans.push(below({ parentSpanContext: (spans.at(-1) as ReadableSpan).spanContext() }));
      const batch = toBatch(spans, { translate: {} });
      expect(batch.dropped).toEqual([]);
      expect(batch.spanCounts.reduce((sum, count) => sum + count)).toBe(12_000);
    });

    it('fits what is longer than a text can be', () => {
      const stages: Partial<Stages> = {
        encode(document) {
          // As the engine does at 512 MB.
          if (document.subsegments !== undefined) throw new RangeError('Invalid string length');
          return encode(document);
        },
      };
      const spans = [below({ attributes: { text: 'x'.repeat(900) } }), root];
      expect(toBatch(spans, { translate: {}, maxBytes: 1200 }, stages)).toMatchObject({
        spanCounts: [1, 1],
        dropped: [],
      });
    });

    it('keeps the documents as they were before they were cut, each with its place in the trace', () => {
      const child = below({ attributes: { text: 'x'.repeat(100_000) } });
      const batch = toBatch([child, root], { translate: {} });
      const [whole, split] = batch.documents;
      expect(whole).toMatchObject({ id: root.spanContext().spanId });
      expect(split).toMatchObject({
        id: child.spanContext().spanId,
        trace_id: whole?.trace_id,
        parent_id: whole?.id,
        type: 'subsegment',
        metadata: { default: { text: 'x'.repeat(100_000) } },
      });
      expect(batch.datagrams.map(({ length }) => length <= 65_507)).toEqual([true, true]);
    });

    it('drops a span that cannot be made to fit, and keeps those below it', () => {
      const batch = toBatch([below(), root], { translate: {}, maxBytes: 20 });
      expect(batch).toMatchObject({ datagrams: [], dropped: [{ reason: 'cannot-fit' }, { reason: 'cannot-fit' }] });
    });

    it('counts a span that comes twice as replaced', () => {
      expect(toBatch([root, root], { translate: {} })).toMatchObject({
        spanCounts: [1],
        dropped: [{ reason: 'replaced' }],
      });
    });

    it('counts a span with two documents that comes twice as replaced once', () => {
      const split = aSpan({ kind: 2 });
      expect(toBatch([split, split], { translate: {} })).toMatchObject({
        spanCounts: [1],
        dropped: [{ reason: 'replaced' }],
      });
    });

    it('counts a span that comes twice as replaced once, where the first alone had two documents', () => {
      const split = aSpan({ kind: 2 });
      const later = { ...split, parentSpanContext: { ...root.spanContext(), isRemote: false } };
      expect(toBatch([split, later, root], { translate: {} })).toMatchObject({
        spanCounts: [2],
        dropped: [{ reason: 'replaced' }],
      });
    });

    it('counts the requests below an AWS call as folded', () => {
      const call = below({
        kind: 2,
        attributes: { 'rpc.system': 'aws-api', 'rpc.service': 'SQS', 'rpc.method': 'SendMessage' },
      });
      const attempt = aSpan({
        kind: 2,
        parentSpanContext: { ...call.spanContext(), isRemote: false },
        attributes: { 'http.request.method': 'POST', 'url.full': 'https://sqs.eu-west-1.amazonaws.com/' },
      });
      expect(toBatch([attempt, call, root], { translate: {} })).toMatchObject({
        spanCounts: [2],
        folded: 1,
        dropped: [],
      });
    });
  });
});
