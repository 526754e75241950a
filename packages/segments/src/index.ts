export { assemble, assembleBatch, type AssembleOptions, type Assembly } from './assemble.ts';
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
export { encode, HEADER_LINE, stringifyDocument } from './encode.ts';
export { explain } from './explain.ts';
export type {
  ExplainedAttribute,
  ExplainedDocument,
  ExplainedMember,
  Explanation,
  IgnoredInput,
} from './explain/explanation.ts';
export { fit, type Fitting } from './fit.ts';
export { fromXRayTraceId, isSpanId, isTraceId, toRootOnlyParentId, toXRayTraceId } from './ids.ts';
export { MAX_DOCUMENT_BYTES } from './limits.ts';
export { OtlpError, type OtlpOptions, spansFromOtlp } from './otlp.ts';
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
