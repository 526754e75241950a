/**
 * Arbitraries of fast-check for property tests of whatever makes, sends or reads spans, trace headers and segment documents.
 * An entry of its own: fast-check is an optional peer.
 */
export { documents, traces } from './arbitraries/documents.ts';
export { hexDigits, spanIds, traceIds, xrayTraceIds } from './arbitraries/ids.ts';
export { hostileSpanData, spanData, type SpanData } from './arbitraries/span-data.ts';
export { hostileSpans, spans, toSpan } from './arbitraries/spans.ts';
export {
  anyHeaderText,
  foreignFields,
  headerTokens,
  shuffledFields,
  traceHeaderParts,
  traceHeaders,
  type TraceHeaderParts,
} from './arbitraries/trace-headers.ts';
export { translateOptions } from './arbitraries/translate-options.ts';
