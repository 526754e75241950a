import type { Context, TextMapGetter, TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import { withTraceHeader } from './header-context.ts';
import type { DeferredSampling } from './header-context.ts';
import { headerFromCarrier, TRACE_HEADER_NAME } from './header-sources.ts';
import { Incidents } from './incidents.ts';
import type { PropagatorStats } from './incidents.ts';
import { injectHeader } from './inject-header.ts';
import { resolveDeferred } from './options.ts';
import type { XRayPropagatorOptions } from './options.ts';

/**
 * Continues traces over HTTP: reads and writes the header `x-amzn-trace-id`. No method throws.
 *
 * @example
 * propagation.setGlobalPropagator(new XRayPropagator());
 */
export class XRayPropagator implements TextMapPropagator {
  readonly #deferred: DeferredSampling;
  readonly #incidents: Incidents = new Incidents();

  /** @throws TypeError for an option with a value that it cannot have. */
  constructor(options: XRayPropagatorOptions = {}) {
    this.#deferred = resolveDeferred(options);
  }

  /**
   * Writes `Root=…;Parent=…;Sampled=0|1`, and `Lineage` where one came in, unless the context has no valid span.
   *
   * `Parent` is left out while the context still holds an incoming header without one: no segment would have that id.
   */
  inject<Carrier>(context: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    injectHeader(context, { carrier, setter }, this.#incidents);
  }

  /**
   * A context with the header's span context as its remote parent, or `context` itself when the carrier has no header
   * (its name in any case, the first of several) or a malformed one.
   */
  extract<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    const header = headerFromCarrier(carrier, getter, this.#incidents);
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
}
