import { createWorkload, RESOURCE } from './workload.ts';

/**
 * `npx -y pnpm --silent workload > spans.jsonl`: the workload as JSON lines, for benchmarks in other languages: the resource's
 * attributes, then a line for each span.
 */
const TRACES = 1_667;

const toNanos = ([seconds, nanos]: readonly [number, number]): string =>
  String(BigInt(seconds) * 1_000_000_000n + BigInt(nanos));

console.log(JSON.stringify(RESOURCE.attributes));
for (const span of createWorkload(TRACES).flat()) {
  const { traceId, spanId } = span.spanContext();
  const { name, kind, startTime, endTime, attributes, status, events, parentSpanContext: parent } = span;
  const line = {
    traceId,
    spanId,
    parentId: parent?.spanId ?? '',
    remote: parent?.isRemote === true,
    kind,
    name,
    start: toNanos(startTime),
    end: toNanos(endTime),
    attrs: attributes,
    status: status.code,
    msg: status.message ?? '',
    events: events.map((event) => ({ name: event.name, ts: toNanos(event.time), attrs: event.attributes })),
  };
  console.log(JSON.stringify(line));
}
