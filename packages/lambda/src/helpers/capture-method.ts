import { context, trace } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { markFailed, recordError } from '../exceptions/record-error.ts';
import { toMethodRecord, type CallRecord } from '../powertools/records.ts';
import { readPowertoolsSettings } from '../powertools/settings.ts';
import { isPowertoolsPreset } from '../powertools/switch.ts';
import { isInTrace } from './context-missing.ts';
import { environment } from './environment.ts';
import { followGenerator, isGenerator } from './generator.ts';
import { tellOnce } from './tell-once.ts';
import { type Ends, reportEnd } from './outcome.ts';
import { helperTracer } from './tracer.ts';

/** Any function at all; `never` as parameters is what every function can be assigned to. */
export type AnyFunction = (...args: never[]) => unknown;

/**
 * Wraps a function so that each call is a span of its own below the active one: in X-Ray, a subsegment called `name`.
 *
 * Synchronous functions, promises and generators (then the span ends with the iteration) all work. The wrapper has the
 * function's `this`, arguments, `name`, `length` and properties; what is thrown is recorded with its causes, and passed on
 * untouched. A promise of a class of its own, or with members, is given back as it is; then a rejection that nobody handles
 * counts as handled. With the Powertools preset, the span is called `### name`, and what is returned becomes metadata.
 *
 * Outside of a trace the function runs without a span: no trace begins here.
 *
 * @throws ContextMissingError, when called outside of a trace, if `AWS_XRAY_CONTEXT_MISSING` is `RUNTIME_ERROR`.
 *
 * @example
 * const charge = captureMethod('charge', async (order: Order) => payments.charge(order.card, order.cents));
 * await charge(order);
 */
export function captureMethod<Fn extends AnyFunction>(name: string, fn: Fn): Fn {
  if (typeof fn !== 'function') {
    tellOnce('warn', `captureMethod has nothing to capture for ${String(name)}: expected a function`);
    return fn;
  }
  // What the types forbid, a symbol, is no reason to fail.
  const spanName = String(name);
  return new Proxy(fn, { apply: (target, self, args: never[]) => callInSpan(spanName, { target, self, args }) });
}

interface Call {
  readonly target: AnyFunction;
  readonly self: unknown;
  readonly args: never[];
}

/** Few functions deep: a stack has ten frames, and they are to be the app's. */
function callInSpan(name: string, { target, self, args }: Call): unknown {
  if (!isInTrace(`captureMethod(${name})`)) return Reflect.apply(target, self, args);
  const running = startRunning(name);
  let result: unknown;
  try {
    result = context.with(running.scope, target, self as never, ...args);
  } catch (error) {
    running.threw(error);
    throw error;
  }
  return reportEnd(result, running);
}

/** A call, the context it runs in, and how its end is recorded. */
interface Running extends Ends {
  readonly scope: Context;
}

function startRunning(name: string): Running {
  const record = toRecord(name);
  const span = helperTracer().startSpan(record.spanName);
  const running: Running = {
    scope: trace.setSpan(context.active(), span),
    returned: (value) => {
      if (isGenerator(value)) return followGenerator(value, running.scope, running);
      record.onResponse(span, value);
      span.end();
    },
    threw: (error) => {
      if (record.recordsExceptions) recordError(span, error);
      else markFailed(span);
      span.end();
    },
  };
  return running;
}

function toRecord(name: string): CallRecord {
  const env = environment();
  if (isPowertoolsPreset(env)) return toMethodRecord(name, readPowertoolsSettings(env));
  return { spanName: name, recordsExceptions: true, onResponse: () => undefined };
}
