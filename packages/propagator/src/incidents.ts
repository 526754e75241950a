import { diag } from '@opentelemetry/api';

/**
 * How often a propagator could not do its work, since it was made. Each kind is also told once through `diag`.
 */
export interface PropagatorStats {
  /** Carriers that held an `x-amzn-trace-id` which is no trace header: a new trace begins. */
  readonly malformedHeader: number;
  /** Invocations for which `_X_AMZN_TRACE_ID` was no trace header. Always 0 for `XRayPropagator`. */
  readonly malformedVariable: number;
  /** Carriers whose getter threw: a new trace begins. */
  readonly unreadableCarrier: number;
  /** Carriers whose setter threw: the callee begins a new trace. */
  readonly unwritableCarrier: number;
}

/** What can go wrong, by the name under which it is counted. */
export type Incident = keyof PropagatorStats;

// Never the header itself: it is the caller's data.
const MESSAGES: Readonly<Record<Incident, string>> = {
  malformedHeader: 'an incoming x-amzn-trace-id is not a trace header: it is ignored',
  malformedVariable: '_X_AMZN_TRACE_ID is not a trace header: it is ignored',
  unreadableCarrier: 'reading the trace header from a carrier threw: it is taken as absent',
  unwritableCarrier: 'writing the trace header to a carrier threw: it is left out',
};

/** Counts what went wrong in one propagator and warns of each kind once. Never throws. */
export class Incidents {
  readonly #log = diag.createComponentLogger({ namespace: 'otel-xray/propagator' });
  readonly #counts: Record<Incident, number> = {
    malformedHeader: 0,
    malformedVariable: 0,
    unreadableCarrier: 0,
    unwritableCarrier: 0,
  };

  report(incident: Incident): void {
    this.#counts[incident] += 1;
    if (this.#counts[incident] > 1) return;
    try {
      this.#log.warn(`${MESSAGES[incident]} (told once)`);
    } catch {
      // The logger is the app's. That it fails is no reason to fail the request that is being traced.
    }
  }

  /** A copy: the counts at this moment. */
  counts(): PropagatorStats {
    return { ...this.#counts };
  }
}
