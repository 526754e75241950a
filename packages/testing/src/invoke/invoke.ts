import type { Handler } from '../runtime-client/load-handler.ts';
import type { EventWithHeader, FunctionResult, InvokeFunctionOptions } from './function-run.ts';
import { invokeInChild } from './in-child.ts';
import { invokeInProcess } from './in-process.ts';

/** Options of `invokeAll`. */
export interface InvokeAllOptions extends Omit<InvokeFunctionOptions, 'traceHeader'> {
  /** The same for all, or one for each: by it, documents are told apart. */
  readonly traceHeader?: string | ((event: unknown, index: number) => string) | undefined;
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
