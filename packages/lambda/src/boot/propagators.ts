import type { TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { XRayLambdaPropagator, XRayPropagator } from '@otel-xray/propagator';
import type { PropagatorName } from '../config/config.ts';

/** The propagators of `OTEL_PROPAGATORS` as one: all of them write, and of those that read a parent the last wins. */
export function createPropagator(names: readonly PropagatorName[]): TextMapPropagator {
  return new CompositePropagator({ propagators: names.map(create) });
}

function create(name: PropagatorName): TextMapPropagator {
  switch (name) {
    case 'xray':
      return new XRayPropagator();
    case 'xray-lambda':
      return new XRayLambdaPropagator();
    case 'tracecontext':
      return new W3CTraceContextPropagator();
    case 'baggage':
      return new W3CBaggagePropagator();
  }
}
