import { runWithCallback } from './callbacks.ts';
import type { Callback } from './callbacks.ts';
import { Invocations, runIn } from './invocations.ts';
import type { Invocation, InvocationOptions } from './invocations.ts';
import { isPromise } from './is-promise.ts';
import { isStreaming } from './lambda-context.ts';
import type { AnyHandler, LambdaContext } from './lambda-context.ts';
import type { Tracing } from '../tracing.ts';
import { copyMembers } from './copy-members.ts';
import { watchStream } from './stream-end.ts';
import type { StreamWatch } from './stream-end.ts';
import { streamedHead, watchStreamedHeads } from './streamed-head.ts';

/** What a handler is called with. */
type Arguments = readonly [event: unknown, ...rest: unknown[]];
type Callable = (this: unknown, ...args: Arguments) => unknown;

const WRAPPED = Symbol.for('otel-xray/lambda wrapped');

/**
 * The handler with a span around each invocation, of the same kind: buffered or streaming, with the marks that the runtime
 * client reads. It passes on all arguments, and declares as many as the handler does: a runtime client without callbacks refuses
 * the third, and one that has them gets to run it traced.
 *
 * A handler that is wrapped already is given back as it is.
 */
export function wrap<Handler extends AnyHandler>(handler: Handler, options: InvocationOptions): Handler {
  const streams = isStreaming(handler);
  if (WRAPPED in handler) return handler;
  const invocations = new Invocations(options);
  const call = handler as unknown as Callable;
  const wrapped = streams
    ? wrapStreaming(call, invocations, options.tracing)
    : wrapBuffered(call, invocations, options.tracing);
  copyMembers(handler, wrapped);
  if (!streams) Object.defineProperty(wrapped, 'length', { value: handler.length, configurable: true });
  Object.defineProperty(wrapped, WRAPPED, { value: true });
  return wrapped as unknown as Handler;
}

function wrapBuffered(handler: Callable, invocations: Invocations, tracing: Tracing): Callable {
  const answer = async (start: () => Invocation | undefined, call: () => unknown): Promise<unknown> => {
    if (!tracing.isOpen) await tracing.open();
    const invocation = start();
    try {
      const response: unknown = await runIn(invocation, call);
      invocation?.answer(response);
      return response;
    } catch (error) {
      invocation?.fail(error);
      throw error;
    } finally {
      await invocation?.end();
    }
  };
  return function traced(this: unknown, event: unknown, ...rest: unknown[]): unknown {
    const start = (): Invocation | undefined => invocations.start(event, rest[0] as LambdaContext | undefined);
    if (!isCallback(rest[1])) return answer(start, () => handler.call(this, event, ...rest));
    const [context, callback, ...others] = rest as [unknown, Callback, ...unknown[]];
    const call = (held: Callback): unknown => handler.call(this, event, context, held, ...others);
    const run = (): unknown => runWithCallback({ call, invocation: start(), context, callback });
    if (tracing.isOpen) return run();
    // Whoever answers by the callback returns nothing, and a promise for nothing would be taken for the answer.
    return tracing.open().then(() => orNever(run()));
  };
}

/** Where a client passes one, the handler may answer by it. */
function isCallback(value: unknown): value is Callback {
  return typeof value === 'function';
}

/** The value if it is a promise, else a promise that settles never. */
function orNever(value: unknown): unknown {
  return isPromise(value) ? value : new Promise(() => undefined);
}

function wrapStreaming(handler: Callable, invocations: Invocations, tracing: Tracing): Callable {
  watchStreamedHeads();
  return function traced(this: unknown, event: unknown, stream: unknown, ...rest: unknown[]): unknown {
    const run = (): unknown => {
      const invocation = invocations.start(event, rest[0] as LambdaContext | undefined);
      const call = (): unknown => handler.call(this, event, stream, ...rest);
      // Of another traced handler's invocation: whose stream it is waits for its end.
      if (invocation === undefined) return call();
      const watch = watchStream(stream, ({ error }) => invocation.breakOff(error));
      const running = callNow(() => runIn(invocation, call));
      if (isPromise(running)) return finish(running, invocation, watch);
      // The runtime client refuses the answer of a streaming handler that is no promise: it must get to see it.
      void finish(running, invocation);
      return running;
    };
    return tracing.isOpen ? run() : tracing.open().then(run);
  };
}

async function finish(running: unknown, invocation: Invocation, watch?: StreamWatch): Promise<unknown> {
  try {
    const result = await running;
    const failure = await watch?.end();
    const head = watch?.stream && streamedHead(watch.stream);
    if (failure !== undefined) invocation.fail(failure.error);
    else if (head !== undefined) invocation.answer(head, { isStreamed: true });
    return result;
  } catch (error) {
    invocation.fail(error);
    throw error;
  } finally {
    await invocation.end();
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
