export type { ArrivedDocuments, RejectedDatagram, WaitForOptions, WaitForTraceOptions } from './arrivals.ts';
export { createSegmentCollector, type SegmentCollector, type SegmentCollectorOptions } from './collector.ts';
export { startDaemon, type Daemon, type DaemonOptions } from './daemon.ts';
export { parseDatagram, type ParsedDatagram, type RejectReason } from './datagram.ts';
export type { FunctionResult, InvokeFunctionOptions } from './invoke/function-run.ts';
export { invoke, invokeAll, type InvokeAllOptions, type InvokeTarget } from './invoke/invoke.ts';
export type { FunctionError, InvocationContext, InvocationOutcome, InvokeOptions } from './invocation.ts';
export type { LambdaContext } from './runtime-client/context.ts';
export type { CompareOptions } from './match/compare.ts';
export type { ExpectedSegment, ExpectedTrace, PartialValue } from './match/expected-tree.ts';
export { matchers, type MatcherResult, type MetadataKey, type XRayMatchers } from './match/matchers.ts';
export { startRuntimeApi, type RuntimeApi, type RuntimeApiOptions } from './runtime-api.ts';
export type { SamplingRequest } from './sampling-endpoint.ts';
export {
  normalizeTrace,
  type NormalizedSegment,
  type NormalizedTrace,
  type NormalizeOptions,
} from './snapshot/normalize.ts';
export { formatTrace, serializer, type SnapshotSerializer } from './snapshot/serializer.ts';
export { startFunction, type FunctionOptions, type RunningFunction } from './start-function.ts';
export { DeadlineError } from './waits.ts';
export {
  isAsGraveAs,
  lintDocument,
  lintTrace,
  SEVERITIES,
  TraceLinter,
  type Finding,
  type LintTraceOptions,
  type Severity,
} from './lint.ts';
export { aSegment, aSpan, aSubsegment, createBuilders, type Builders, type BuildersOptions } from './build/builders.ts';
export { DocumentBuilder } from './build/document-builder.ts';
export { SpanBuilder, type BuiltSpan } from './build/span-builder.ts';
