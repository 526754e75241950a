import { isSpanContextValid, trace } from '@opentelemetry/api';
import type { Context, TextMapGetter, TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import { withTraceHeader } from './header-context.ts';
import type { DeferredSampling } from './header-context.ts';
import { headerFromCarrier, headerFromEnvironment, TRACE_HEADER_NAME } from './header-sources.ts';
import type { Environment } from './header-sources.ts';
import { Incidents } from './incidents.ts';
import type { PropagatorStats } from './incidents.ts';
import { injectHeader } from './inject-header.ts';
import { resolveDeferred } from './options.ts';
import type { XRayPropagatorOptions } from './options.ts';
import type { TraceHeader } from './trace-header.ts';

/** What {@link XRayLambdaPropagator} can be told. */
export interface XRayLambdaPropagatorOptions extends XRayPropagatorOptions {
  /**
   * Where `_X_AMZN_TRACE_ID` is looked up, at each `extract`.
   *
   * @default process.env
   */
  readonly env?: Environment;
}

/**
 * Continues the trace of a Lambda invocation: reads `_X_AMZN_TRACE_ID` and the header `x-amzn-trace-id`, and writes the
 * latter. No method throws.
 *
 * For functions that run one invocation at a time. Where invocations overlap in one process (Lambda Managed Instances),
 * Lambda does not set the variable.
 *
 * @example
 * propagation.setGlobalPropagator(new XRayLambdaPropagator());
 */
export class XRayLambdaPropagator implements TextMapPropagator {
  readonly #deferred: DeferredSampling;
  readonly #env: Environment | undefined;
  readonly #incidents: Incidents = new Incidents();

  /** @throws TypeError for an option with a value that it cannot have. */
  constructor(options: XRayLambdaPropagatorOptions = {}) {
    this.#deferred = resolveDeferred(options);
    this.#env = options.env;
  }

  /** Writes the header as `XRayPropagator` does; the environment is never written. */
  inject<Carrier>(context: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    injectHeader(context, { carrier, setter }, this.#incidents);
  }

  /**
   * A context with the remote parent that the first of these gives, or else `context` itself:
   *
   * 1. When `context` has a valid span, the invocation has begun and what is read is a message or a request within it:
   *    only the carrier counts.
   * 2. `_X_AMZN_TRACE_ID`. Lambda made its `Parent`, the segment that ours hang below; an HTTP header in the event is a
   *    hop older. But where the variable names no parent and the carrier names one of the same trace, the carrier's.
   * 3. The carrier.
   */
  extract<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    const fromCarrier = headerFromCarrier(carrier, getter, this.#incidents);
    const header = hasSpan(context) ? fromCarrier : preferInvocation(this.#fromEnvironment(), fromCarrier);
    return header === undefined ? context : withTraceHeader(context, header, this.#deferred);
  }

  /** `['x-amzn-trace-id']`, a new list each time. */
  fields(): string[] {
    return [TRACE_HEADER_NAME];
  }

  /** What went wrong so far, as numbers. */
  stats(): PropagatorStats {
    return this.#incidents.counts();
  }

  #fromEnvironment(): TraceHeader | undefined {
    // Looked up now: Lambda sets the variable anew for each invocation, and an app may replace `process.env` itself.
    return headerFromEnvironment(this.#env ?? process.env, this.#incidents);
  }
}

function hasSpan(context: Context): boolean {
  const spanContext = trace.getSpanContext(context);
  return spanContext !== undefined && isSpanContextValid(spanContext);
}

function preferInvocation(
  invocation: TraceHeader | undefined,
  carrier: TraceHeader | undefined,
): TraceHeader | undefined {
  if (invocation === undefined) return carrier;
  const knowsMore = carrier?.parentId !== undefined && invocation.parentId === undefined;
  return knowsMore && carrier.traceId === invocation.traceId ? carrier : invocation;
}
