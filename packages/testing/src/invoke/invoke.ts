import type { SegmentDocument } from '@otel-xray/segments';
import type { ArrivedDocuments } from '../arrivals.ts';
import type { InvocationOutcome, InvokeOptions } from '../invocation.ts';
import type { Handler } from '../runtime-client/load-handler.ts';
import { invokeInChild } from './in-child.ts';
import { invokeInProcess } from './in-process.ts';

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

/** Options of `invokeAll`. */
export interface InvokeAllOptions extends Omit<InvokeFunctionOptions, 'traceHeader'> {
  /** The same for all, or one for each: by it, documents are told apart. */
  readonly traceHeader?: string | ((event: unknown, index: number) => string) | undefined;
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

/** A handler, for this process; or where it is, for a process of its own. */
export type InvokeTarget = Handler | ((...args: never[]) => unknown) | string;

/**
 * Runs a Lambda function once, as Lambda does: the Runtime API, its client, the environment, the context, the invoke store.
 *
 * @param target - a handler, which runs in this process, with your exporter; or where it is, which starts a process of its own
 *   that sends to a daemon of its own: a file (`functions/orders.mjs`, `functions/orders.mjs#create` for another export than
 *   `handler`) or what `_HANDLER` holds (`functions/orders.handler`), from the current directory on.
 *
 * Rejects only for a target that is neither, and for a handler in this process that itself calls `invoke` with one.
 *
 * @example
 * const { response, documents } = await invoke('functions/orders.mjs', { items: 2 }, { traceHeader });
 * expect(documents).toMatchTrace('orders\n  DynamoDB');
 */
export async function invoke(
  target: InvokeTarget,
  event: unknown,
  options: InvokeFunctionOptions = {},
): Promise<FunctionResult> {
  const [result] = await run(target, [{ event, traceHeader: options.traceHeader }], options);
  return result as FunctionResult;
}

/**
 * Runs a Lambda function with all these events at once (or `concurrency` of them), and gives their results in the order of the events.
 *
 * @example
 * const results = await invokeAll(handler, orders, { traceHeader: (_, index) => headers[index], collector });
 */
export async function invokeAll(
  target: InvokeTarget,
  events: readonly unknown[],
  options: InvokeAllOptions = {},
): Promise<readonly FunctionResult[]> {
  const { traceHeader, concurrency = events.length, ...others } = options;
  const headerOf = typeof traceHeader === 'function' ? traceHeader : (): string | undefined => traceHeader;
  const all = events.map((event, index) => ({ event, traceHeader: headerOf(event, index) }));
  return run(target, all, { ...others, concurrency });
}

function run(
  target: InvokeTarget,
  events: readonly EventWithHeader[],
  options: InvokeFunctionOptions,
): Promise<readonly FunctionResult[]> {
  if (typeof target === 'function') return invokeInProcess(target as Handler, events, options);
  return invokeInChild(target, events, options);
}
