import { describe, expect, it } from 'vitest';
import { identityOf, parentOf } from '../../src/fields/ids.ts';
import { toRootOnlyParentId } from '../../src/ids.ts';
import type { ReadableSpan } from '../../src/span.ts';
import { LOCAL_PARENT, makeSpan, PARENT_ID, SPAN_ID, TRACE_ID, UNKNOWN_PARENT, XRAY_TRACE_ID } from '../spans.ts';

describe('identityOf', () => {
  it.each([
    { ids: {}, identity: { ok: true, traceId: XRAY_TRACE_ID, spanId: SPAN_ID }, why: 'valid' },
    { ids: { traceId: '0'.repeat(32) }, identity: { ok: false, reason: 'invalid-trace-id' }, why: 'all zero' },
    { ids: { spanId: '0'.repeat(16) }, identity: { ok: false, reason: 'invalid-span-id' }, why: 'all zero' },
    {
      ids: { traceId: '', spanId: '' },
      identity: { ok: false, reason: 'invalid-trace-id' },
      why: 'the trace is asked first',
    },
    {
      ids: { spanId: SPAN_ID.toUpperCase() },
      identity: { ok: true, traceId: XRAY_TRACE_ID, spanId: SPAN_ID },
      why: 'upper case is written in lower case',
    },
  ])('is $identity with $ids ($why)', ({ ids, identity }) => {
    expect(identityOf(makeSpan(ids))).toEqual(identity);
  });

  it.each([null, undefined, {}, { spanContext: () => undefined }, { spanContext: () => ({}) }])(
    'is refused of %o',
    (span) => {
      expect(identityOf(span as ReadableSpan)).toEqual({ ok: false, reason: 'invalid-trace-id' });
    },
  );
});

describe('parentOf', () => {
  it.each([
    { members: {}, parent: undefined, why: 'a root' },
    {
      members: { parentSpanContext: LOCAL_PARENT },
      parent: { spanId: PARENT_ID, isRemote: false },
      why: 'SDK 2.x and 3.x',
    },
    {
      members: { parentSpanContext: UNKNOWN_PARENT },
      parent: { spanId: PARENT_ID, isRemote: undefined },
      why: 'nobody knows where',
    },
    { members: { parentSpanId: PARENT_ID }, parent: { spanId: PARENT_ID, isRemote: undefined }, why: 'SDK 1.x' },
    { members: { parentSpanId: '' }, parent: undefined, why: 'an empty id' },
    {
      members: { parentSpanContext: { traceId: TRACE_ID, spanId: '0'.repeat(16) } },
      parent: undefined,
      why: 'all zero',
    },
    {
      members: { parentSpanContext: { traceId: TRACE_ID, spanId: toRootOnlyParentId(TRACE_ID) } },
      parent: undefined,
      why: 'a header that named the trace alone',
    },
    { members: { parentSpanContext: null as never }, parent: undefined, why: 'none' },
  ])('is $parent ($why)', ({ members, parent }) => {
    expect(parentOf(makeSpan(members))).toEqual(parent);
  });
});
