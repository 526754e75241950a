import { formatTraceHeader, parseTraceHeader } from '@otel-xray/propagator';
import { traceHeaderParts, traceHeaders } from '@otel-xray/testing/arbitraries';
import fc from 'fast-check';
import { expect, test } from 'vitest';

test('parts of a header survive the way into a header and back', () => {
  fc.assert(
    fc.property(traceHeaderParts(), (parts) => {
      expect(parseTraceHeader(formatTraceHeader(parts) ?? '')).toEqual(parts);
    }),
  );
});

test('every well-formed header is read, and says the same once it is written anew', () => {
  fc.assert(
    fc.property(traceHeaders(), (header) => {
      const parts = parseTraceHeader(header);
      expect(parts).toBeDefined();
      expect(parts && parseTraceHeader(formatTraceHeader(parts) ?? '')).toEqual(parts);
    }),
  );
});
