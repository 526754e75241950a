export type {
  AnnotationValue,
  AwsBlock,
  Cause,
  ExceptionRecord,
  HttpBlock,
  JsonValue,
  LogGroup,
  SegmentDocument,
  SqlBlock,
  StackFrame,
  Subsegment,
  TraceLink,
  XRayTraceId,
} from './document.ts';
export { encode, HEADER_LINE } from './encode.ts';
export { fromXRayTraceId, isSpanId, isTraceId, toRootOnlyParentId, toXRayTraceId } from './ids.ts';
export { MAX_DOCUMENT_BYTES } from './limits.ts';
export type {
  Attributes,
  HrTime,
  InstrumentationScope,
  ReadableSpan,
  Resource,
  SpanContext,
  SpanEvent,
  SpanLink,
  SpanStatus,
} from './span.ts';
export { translate } from './translate.ts';
export type { Note, RedactableField, TranslateOptions, Translation } from './translation.ts';
