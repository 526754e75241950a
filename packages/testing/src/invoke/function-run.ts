import type { SegmentDocument } from '@otel-xray/segments';
import type { ArrivedDocuments } from '../arrivals.ts';
import type { InvocationOutcome, InvokeOptions } from '../invocation.ts';

/** Options of `invoke`: those of the invocation, and those of the function. */
export interface InvokeFunctionOptions extends Omit<InvokeOptions, 'requestId'> {
  /**
   * Invocations that the function takes at once. From 2 on it runs as on Lambda Managed Instances: `_X_AMZN_TRACE_ID` is never
   * set, and each invocation has a store of its own. With 1 they come one after the other.
   *
   * @default 1; for `invokeAll` the number of events
   */
  readonly concurrency?: number | undefined;
  /** Variables of the function, over the ones that Lambda sets. In this process they are taken back afterwards. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** @default 'function-under-test' */
  readonly functionName?: string | undefined;
  /** Of a function in a process of its own: arguments of Node, `['--import', './telemetry.ts']`. */
  readonly nodeArguments?: readonly string[] | undefined;
  /** Of a function in this process: what its exporter sends to, for `documents`. A collector, or a daemon. */
  readonly collector?: (Pick<ArrivedDocuments, 'documents'> & { settle?(): Promise<void> }) | undefined;
  /** Of a function in this process: called when it has answered, for a provider that it does not flush itself. */
  readonly flush?: (() => Promise<unknown>) | undefined;
}

/** How an invocation ended, what it sent to X-Ray, and what it wrote. */
export type FunctionResult = WithAbsentMembers<InvocationOutcome> & {
  /** Those of the trace that `traceHeader` names; without one, all that came meanwhile. In order of arrival. */
  readonly documents: readonly SegmentDocument[];
  /** Lines. Of a function in a process of its own, all that it wrote; in this process, what went to `console` in this invocation. */
  readonly logs: readonly string[];
};

/** Lets `response`, `error` and `reason` be read of any outcome: `undefined` where it ended otherwise. */
type WithAbsentMembers<O> = O extends unknown
  ? O & { readonly [K in Exclude<'response' | 'streamed' | 'phase' | 'error' | 'reason', keyof O>]?: undefined }
  : never;

/** One event, with the trace header that it comes with. */
export interface EventWithHeader {
  readonly event: unknown;
  readonly traceHeader: string | undefined;
}
