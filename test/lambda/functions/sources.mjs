import { context, propagation, trace } from '@opentelemetry/api';

// Stands in for runtime clients that tell of the trace in fewer ways, or in more, than the one that runs this: each event says what the
// next invocation finds.
let next = {};
const store = globalThis.awslambda.InvokeStore;
store.getXRayTraceId = () => {
  if (next.variable === undefined) delete process.env._X_AMZN_TRACE_ID;
  else process.env._X_AMZN_TRACE_ID = next.variable;
  return next.store;
};
store.getTraceparent = () => next.traceparent;
store.getTracestate = () => next.tracestate;
store.getBaggage = () => next.baggage;

/** What the handler finds of its trace, and what a callee would be told. */
export const handler = async (event) => {
  next = event?.next ?? {};
  const headers = {};
  propagation.inject(context.active(), headers);
  const span = trace.getActiveSpan();
  return { ...span.spanContext(), isRecording: span.isRecording(), headers };
};
