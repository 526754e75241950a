import type { ReadableSpan } from '@otel-xray/segments';
import type { Sdk, Tracer } from './sdk.ts';
import { createWorkload, RESOURCE } from './workload.ts';

/** The workload as an SDK makes it: its own span objects, in the order in which they ended, by trace. */
export function replayWorkload(sdk: Sdk, traces: number): readonly (readonly ReadableSpan[])[] {
  const ended: ReadableSpan[] = [];
  const keep = {
    onStart: () => {},
    onEnd: (span: ReadableSpan) => void ended.push(span),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const tracer = sdk.createProvider(RESOURCE.attributes, [keep]).getTracer('bench', '1.0.0');
  return createWorkload(traces).map((trace) => {
    replayTrace(sdk, tracer, trace);
    return ended.splice(0);
  });
}

function replayTrace({ api }: Sdk, tracer: Tracer, trace: readonly ReadableSpan[]): void {
  // Children stand before their parent, as they end before it; they start after it.
  const root = trace.at(-1) as ReadableSpan;
  const parent = root.parentSpanContext;
  if (parent === undefined) throw new Error('the workload has a trace without a caller');
  const caller = api.trace.setSpanContext(api.ROOT_CONTEXT, { ...parent, traceFlags: 1 });
  const start = ({ name, kind, attributes, startTime }: ReadableSpan, context = caller) =>
    tracer.startSpan(name, { kind, attributes, startTime }, context);
  const finish = (running: ReturnType<typeof start>, { events, status, endTime }: ReadableSpan): void => {
    for (const event of events) running.addEvent(event.name, event.attributes, event.time);
    if (status.code !== 0) running.setStatus(status);
    running.end(endTime);
  };
  const server = start(root);
  const below = api.trace.setSpan(caller, server);
  for (const child of trace.slice(0, -1)) finish(start(child, below), child);
  finish(server, root);
}
