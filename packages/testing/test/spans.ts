import type { ReadableSpan } from '@otel-xray/segments';

const SERVICE = { attributes: { 'service.name': 'orders' } };

/** A span of the service `orders`, over 10 ms; `parentId` makes it a child. */
export function makeSpan({
  traceId = '6553f100a1b2c3d4e5f60718293a4b5c',
  spanId = '1111111111111111',
  parentId,
  ...members
}: Partial<ReadableSpan> & {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentId?: string;
} = {}): ReadableSpan {
  return {
    name: 'POST /orders',
    kind: 1,
    spanContext: () => ({ traceId, spanId, traceFlags: 1 }),
    parentSpanContext:
      parentId === undefined ? undefined : { traceId, spanId: parentId, traceFlags: 1, isRemote: false },
    startTime: [1_700_000_000, 0],
    endTime: [1_700_000_000, 10_000_000],
    ended: true,
    status: { code: 0 },
    attributes: {},
    links: [],
    events: [],
    resource: SERVICE,
    ...members,
  };
}
