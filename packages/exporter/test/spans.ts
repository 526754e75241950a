import type { ReadableSpan } from '@otel-xray/segments';

/** A valid trace id. */
const TRACE_ID = '6553f100a1b2c3d4e5f60718293a4b5c';

/** An id that no span may have. */
export const ZERO_SPAN_ID = '0'.repeat(16);

let spans = 0;

/** An ended server span of the shop, different from those before by its span id; `members` replaces what it says. */
export function aSpan(
  members: Partial<ReadableSpan> & { readonly spanId?: string; readonly traceId?: string } = {},
): ReadableSpan {
  spans += 1;
  const { spanId = spans.toString(16).padStart(16, '0'), traceId = TRACE_ID, ...rest } = members;
  return {
    name: 'GET /orders',
    kind: 1,
    spanContext: () => ({ traceId, spanId, traceFlags: 1 }),
    startTime: [1_700_000_000, 250_000_000],
    endTime: [1_700_000_000, 750_000_000],
    ended: true,
    status: { code: 0 },
    attributes: { 'http.request.method': 'GET', 'http.response.status_code': 200 },
    links: [],
    events: [],
    resource: { attributes: { 'service.name': 'orders' } },
    instrumentationScope: { name: 'test' },
    ...rest,
  };
}
