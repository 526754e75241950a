import { Invocations, runIn } from './invocations.ts';
import type { Invocation, InvocationOptions } from './invocations.ts';
import { isStreaming } from './lambda-context.ts';
import type { AnyHandler, LambdaContext } from './lambda-context.ts';
import type { Tracing } from '../tracing.ts';
import { copyMembers } from './copy-members.ts';
import { isResponseStream, streamEnd } from './stream-end.ts';
import { streamedHead, watchStreamedHeads } from './streamed-head.ts';

/** How many arguments a handler may declare before the runtime client takes it for one with a callback, and refuses it. */
const CALLBACK_ARITY = 3;

/** What a handler is called with. */
type Arguments = readonly [event: unknown, ...rest: unknown[]];
type Callable = (this: unknown, ...args: Arguments) => unknown;

const WRAPPED = Symbol.for('otel-xray/lambda wrapped');

/**
 * The handler with a span around each invocation, of the same kind: buffered or streaming, with the marks that the runtime
 * client reads. It declares two arguments at most and passes on all.
 *
 * A handler that is wrapped already, or that the runtime client will refuse, is given back as it is.
 */
export function wrap<Handler extends AnyHandler>(handler: Handler, options: InvocationOptions): Handler {
  const streams = isStreaming(handler);
  if (WRAPPED in handler || (handler.length >= CALLBACK_ARITY && !streams)) return handler;
  const invocations = new Invocations(options);
  const call = handler as unknown as Callable;
  const wrapped = streams
    ? wrapStreaming(call, invocations, options.tracing)
    : wrapBuffered(call, invocations, options.tracing);
  copyMembers(handler, wrapped);
  for (const key of Object.getOwnPropertySymbols(handler)) {
    Object.defineProperty(wrapped, key, { value: handler[key as keyof Handler], configurable: true, writable: true });
  }
  Object.defineProperty(wrapped, WRAPPED, { value: true });
  return wrapped as unknown as Handler;
}

function wrapBuffered(handler: Callable, invocations: Invocations, tracing: Tracing): Callable {
  return async function traced(this: unknown, event: unknown, ...rest: unknown[]): Promise<unknown> {
    if (!tracing.isOpen) await tracing.open();
    const invocation = invocations.start(event, rest[0] as LambdaContext | undefined);
    try {
      const response: unknown = await runIn(invocation, () => handler.call(this, event, ...rest));
      invocation?.answer(response);
      return response;
    } catch (error) {
      invocation?.fail(error);
      throw error;
    } finally {
      await invocation?.end();
    }
  };
}

function wrapStreaming(handler: Callable, invocations: Invocations, tracing: Tracing): Callable {
  watchStreamedHeads();
  return function traced(this: unknown, event: unknown, stream: unknown, ...rest: unknown[]): unknown {
    const run = (): unknown => {
      const invocation = invocations.start(event, rest[0] as LambdaContext | undefined);
      const running = callNow(() => runIn(invocation, () => handler.call(this, event, stream, ...rest)));
      if (isPromise(running)) return finish(running, stream, invocation);
      // The runtime client refuses the answer of a streaming handler that is no promise: it must get to see it.
      void finish(running, undefined, invocation);
      return running;
    };
    return tracing.isOpen ? run() : tracing.open().then(run);
  };
}

async function finish(running: unknown, stream: unknown, invocation: Invocation | undefined): Promise<unknown> {
  try {
    const result = await running;
    const failure = await streamEnd(stream);
    const head = isResponseStream(stream) ? streamedHead(stream) : undefined;
    if (failure !== undefined) invocation?.fail(failure.error);
    else if (head !== undefined) invocation?.answer(head, { isStreamed: true });
    return result;
  } catch (error) {
    invocation?.fail(error);
    throw error;
  } finally {
    await invocation?.end();
  }
}

/** What the call gives; what it throws as a rejection, which is what the runtime client makes of it too. */
function callNow(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return Promise.reject(error);
  }
}

function isPromise(value: unknown): boolean {
  return typeof (value as Partial<Promise<unknown>> | null | undefined)?.then === 'function';
}
