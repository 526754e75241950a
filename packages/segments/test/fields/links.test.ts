import { describe, expect, it } from 'vitest';
import { toRootOnlyParentId } from '../../src/ids.ts';
import type { SpanLink } from '../../src/span.ts';
import { documentOf, LOCAL_PARENT, PARENT_ID, splitOf, TRACE_ID, translated, XRAY_TRACE_ID } from '../spans.ts';

const context = { traceId: TRACE_ID, spanId: PARENT_ID };

describe('links', () => {
  it.each([
    { links: [], written: undefined, why: 'none' },
    { links: [{ context }], written: [{ trace_id: XRAY_TRACE_ID, id: PARENT_ID }], why: 'no attributes' },
    {
      links: [{ context, attributes: {} }],
      written: [{ trace_id: XRAY_TRACE_ID, id: PARENT_ID }],
      why: 'empty attributes',
    },
    {
      links: [{ context, attributes: { a: null, b: [1, Number.NaN], c: { d: '' } } }],
      written: [{ trace_id: XRAY_TRACE_ID, id: PARENT_ID, attributes: { a: null, b: [1, 'NaN'], c: { d: '' } } }],
      why: 'attributes of every type',
    },
  ])('are $written of $links ($why)', ({ links, written }) => {
    const { documents, notes } = translated({ links });
    expect(documents[0]?.links).toEqual(written);
    expect(notes).toEqual([]);
  });

  it.each([
    { bad: { traceId: '0'.repeat(32), spanId: PARENT_ID }, why: 'no trace' },
    { bad: { traceId: TRACE_ID, spanId: '0'.repeat(16) }, why: 'no span' },
    { bad: { traceId: TRACE_ID, spanId: toRootOnlyParentId(TRACE_ID) }, why: 'a header that named the trace alone' },
    { bad: { traceId: TRACE_ID.toUpperCase(), spanId: PARENT_ID }, why: 'malformed' },
  ])('without valid ids stay in metadata with a note ($why)', ({ bad }) => {
    const { documents, notes } = translated({ links: [{ context: bad, attributes: { a: 1 } }, { context }] });
    expect(documents[0]?.links).toEqual([{ trace_id: XRAY_TRACE_ID, id: PARENT_ID }]);
    expect(documents[0]?.metadata?.['otel']).toEqual({ links: [{ ...bad, attributes: { a: 1 } }] });
    expect(notes).toMatchObject([{ field: 'links', kind: 'moved' }]);
  });

  it.each([
    { count: 20, others: 0 },
    { count: 21, others: 1 },
  ])('of $count keep 20 and move $others to metadata', ({ count, others }) => {
    const links = Array.from({ length: count }, (_, index) => ({ context, attributes: { index } }));
    const { documents, notes } = translated({ links });
    expect(documents[0]?.links).toHaveLength(20);
    expect(documents[0]?.metadata?.['otel']?.['links'] ?? []).toEqual(
      links.slice(20).map((link) => ({ ...context, attributes: link.attributes })),
    );
    expect(notes).toHaveLength(others);
  });

  it.each([undefined, null, 'links', [null, 5], [{}], [{ context: null }]])('are none of %o', (links) => {
    expect(documentOf({ links: links as unknown as SpanLink[] }).links).toBeUndefined();
  });

  it.each([
    { kind: 2, attributes: {}, on: 'call', why: 'what is called' },
    { kind: 3, attributes: {}, on: 'call', why: 'what is sent' },
    {
      kind: 4,
      attributes: { 'messaging.operation.type': 'receive' },
      on: 'service',
      why: 'what is received is the service’s',
    },
  ])('of a split span of kind $kind are on the $on ($why)', ({ kind, attributes, on }) => {
    const { call, service } = splitOf({ kind, attributes, links: [{ context }] });
    expect([call.links !== undefined, service.links !== undefined]).toEqual([on === 'call', on === 'service']);
  });

  it('stand on subsegments too', () => {
    expect(documentOf({ parentSpanContext: LOCAL_PARENT, links: [{ context }] }).links).toHaveLength(1);
  });
});
