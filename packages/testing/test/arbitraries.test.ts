import { translate } from '@otel-xray/segments';
import { lintDocument, lintTrace } from '@otel-xray/testing';
import { documents, hostileSpans, spans, toSpan, hostileSpanData, traces } from '@otel-xray/testing/arbitraries';
import fc from 'fast-check';
import { expect, test } from 'vitest';

test('documents have no findings', () => {
  fc.assert(
    fc.property(documents(), (document) => {
      expect(lintDocument(document)).toEqual([]);
    }),
  );
});

test('traces have no findings, and are of one segment and more', () => {
  const sizes = new Set<number>();
  fc.assert(
    fc.property(traces(), (trace) => {
      sizes.add(trace.length);
      expect(lintTrace(trace)).toEqual([]);
      expect(trace.filter(({ type }) => type === undefined)).toHaveLength(1);
    }),
  );
  expect(sizes.size).toBeGreaterThan(2);
});

test('spans are spans that translate', () => {
  fc.assert(
    fc.property(spans(), (span) => {
      expect(translate(span).ok).toBe(true);
    }),
  );
});

test('hostile spans fight back, and differ from their data in nothing else', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(hostileSpans(), hostileSpanData(), (span, data) => {
      kinds.add(typeof (span as { name: unknown }).name);
      expect(toSpan(data).spanContext()).toMatchObject({ traceId: data.traceId, spanId: data.spanId });
    }),
    { numRuns: 300 },
  );
  expect(kinds.size).toBeGreaterThan(2);
});
