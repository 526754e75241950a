import { isSpanContextValid, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Context, Link, SpanContext, TextMapPropagator } from '@opentelemetry/api';
import { parseTraceHeader, XRayLambdaPropagator } from '@otel-xray/propagator';
import { createPropagator } from '../boot/propagators.ts';
import type { LambdaConfig } from '../config/config.ts';
import { anyCaseGetter } from './any-case.ts';

/** Where the trace of an invocation may be said. */
export interface TraceHeaders {
  /** What Lambda passes, or the caller of `wrapHandler` says: an X-Ray trace header. */
  readonly lambda: string | undefined;
  /** What the event carries: headers in any case. */
  readonly carrier: Readonly<Record<string, string>>;
}

/** Whose trace an invocation belongs to. */
export interface Parent {
  /** The context in which the invocation's span starts; without a parent in it, the trace begins here. */
  readonly context: Context;
  /** The other trace that was passed, if there are two. */
  readonly links: Link[];
}

/** Decides whose trace an invocation belongs to. */
export class ParentReader {
  readonly #isLambdaFirst: boolean;
  readonly #variables: { _X_AMZN_TRACE_ID: string | undefined } = { _X_AMZN_TRACE_ID: undefined };
  /** Reads Lambda's header; `undefined` where it is not configured. */
  readonly #lambda: XRayLambdaPropagator | undefined;
  /** Reads the event, and nothing of the environment. */
  readonly #event: TextMapPropagator;

  constructor({ propagators, parentPolicy }: Pick<LambdaConfig, 'propagators' | 'parentPolicy'>) {
    this.#isLambdaFirst = parentPolicy === 'lambda';
    this.#lambda = propagators.includes('xray-lambda') ? new XRayLambdaPropagator({ env: this.#variables }) : undefined;
    this.#event = createPropagator(propagators.map((name) => (name === 'xray-lambda' ? 'xray' : name)));
  }

  /**
   * Lambda's header names the parent; a trace that the event carries beside it becomes a link. Without Lambda's header the event
   * names the parent. Under the policy `event` it is the other way round. Baggage always comes with the event. Never throws.
   */
  read({ lambda, carrier }: TraceHeaders): Parent {
    const fromEvent = this.#event.extract(ROOT_CONTEXT, carrier, anyCaseGetter);
    const fromLambda = this.#fromLambda(lambda, carrier);
    const [first, second] = this.#isLambdaFirst ? [fromLambda, fromEvent] : [fromEvent, fromLambda];
    const parent = validSpanOf(first);
    const other = validSpanOf(second);
    const baggage = propagation.getBaggage(fromEvent);
    const context = parent === undefined ? second : first;
    return {
      context: baggage === undefined ? context : propagation.setBaggage(context, baggage),
      links: isOtherTrace(parent, other) ? [{ context: other }] : [],
    };
  }

  #fromLambda(header: string | undefined, carrier: TraceHeaders['carrier']): Context {
    if (header === undefined || this.#lambda === undefined) return ROOT_CONTEXT;
    // Set and read in one go: no other invocation comes in between.
    this.#variables._X_AMZN_TRACE_ID = header;
    // The event may complete what Lambda says. Where that cannot be read it has its own turn, with all of its propagators.
    const known = parseTraceHeader(header) === undefined ? {} : carrier;
    return this.#lambda.extract(ROOT_CONTEXT, known, anyCaseGetter);
  }
}

function validSpanOf(context: Context): SpanContext | undefined {
  const span = trace.getSpanContext(context);
  return span !== undefined && isSpanContextValid(span) ? span : undefined;
}

/** The same trace is no other one, whichever of its spans is named: API Gateway's header has no `Parent`, Lambda's has. */
function isOtherTrace(parent: SpanContext | undefined, other: SpanContext | undefined): other is SpanContext {
  return parent !== undefined && other !== undefined && parent.traceId !== other.traceId;
}
