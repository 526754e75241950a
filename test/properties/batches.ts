import type { Attributes, ReadableSpan, SpanEvent } from '@otel-xray/segments';
import fc from 'fast-check';

/** One span of a batch, as the property draws it; ids and parents are small numbers, so that they meet. */
interface SpanPlan {
  readonly trace: number;
  readonly id: number;
  /** Negative for none; over the ids that are drawn for one of another process. */
  readonly parent: number;
  readonly isParentRemote: boolean;
  readonly shape: keyof typeof SHAPES;
  readonly startMillis: number;
  readonly isEnded: boolean;
  readonly isDoubled: boolean;
  /** Of a call of AWS's SDK. */
  readonly attempts: number;
}

const LAST_ID = 9;
const ELSEWHERE = 100;
const CLIENT = 2;

const exception: SpanEvent = {
  name: 'exception',
  time: [1_700_000_001, 0],
  attributes: {
    'exception.type': 'TypeError',
    'exception.message': 'no order',
    'exception.stacktrace': `TypeError: no order\n${'    at place (/var/task/orders.js:7:9)\n'.repeat(60)}`,
  },
};

/** What a span can be: of each way through translate, assemble and fit one. */
const SHAPES = {
  work: { kind: 0, attributes: { 'order.id': 'A-1' } },
  server: { kind: 1, attributes: { 'http.request.method': 'GET', 'http.response.status_code': 200 } },
  call: { kind: CLIENT, attributes: { 'server.address': 'prices.example.com' } },
  aws: { kind: CLIENT, attributes: { 'rpc.system': 'aws-api', 'rpc.service': 'S3', 'rpc.method': 'GetObject' } },
  attempt: {
    kind: CLIENT,
    attributes: { 'http.request.method': 'GET', 'url.full': 'https://s3.eu-west-1.amazonaws.com/receipts' },
  },
  failure: { kind: 0, attributes: {}, events: [exception] },
  wide: { kind: 0, attributes: { text: 'é'.repeat(10_000) } },
  huge: { kind: 0, attributes: { text: '👩‍🚀'.repeat(8_000) } },
  crumbs: { kind: 0, attributes: Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`key ${i}`, i])) },
  listed: {
    kind: CLIENT,
    attributes: {
      'rpc.system': 'aws-api',
      'rpc.service': 'DynamoDB',
      'rpc.method': 'BatchGetItem',
      'aws.dynamodb.table_names': Array.from({ length: 9_000 }, (_, i) => `table ${i}`),
    },
  },
  linked: {
    kind: 0,
    attributes: {},
    links: [
      {
        context: { traceId: 'f'.repeat(32), spanId: 'f'.repeat(16), traceFlags: 1 },
        attributes: Object.fromEntries(Array.from({ length: 8_000 }, (_, i) => [`key ${i}`, i])),
      },
    ],
  },
  nameless: { kind: 0, attributes: {}, spanId: '0'.repeat(16) },
} as const satisfies Readonly<
  Record<string, Partial<ReadableSpan> & { kind: number; attributes: Attributes; spanId?: string }>
>;

/** Batches in which parents are missing, circular and of other processes, and spans come twice and in two traces. */
export function batches(): fc.Arbitrary<readonly ReadableSpan[]> {
  const unique = fc.uniqueArray(spanPlan(), {
    maxLength: 2 * LAST_ID,
    size: 'max',
    selector: ({ trace, id }) => `${trace} ${id}`,
  });
  return unique.map((plans) => plans.flatMap(withCopy).flatMap(withAttempts).map(toSpan));
}

/** The span comes twice: as it ran, maybe with no parent yet, and as it is. */
function withCopy(plan: SpanPlan): readonly SpanPlan[] {
  if (!plan.isDoubled) return [plan];
  return [{ ...plan, isEnded: false, parent: plan.isParentRemote ? plan.parent : -1 }, plan];
}

/** Attempts end, and so are exported, before their call. */
function withAttempts(plan: SpanPlan): readonly SpanPlan[] {
  if (plan.shape !== 'aws') return [plan];
  const attempts = Array.from({ length: plan.attempts }, (_, index): SpanPlan => ({
    ...plan,
    id: ELSEWHERE + plan.id * 10 + index + 1,
    parent: plan.id,
    isParentRemote: false,
    shape: 'attempt',
  }));
  return [...attempts, plan];
}

function spanPlan(): fc.Arbitrary<SpanPlan> {
  const id = fc.integer({ min: 1, max: LAST_ID });
  return fc.record({
    trace: fc.integer({ min: 1, max: 2 }),
    id,
    parent: fc.oneof(
      { weight: 3, arbitrary: id },
      // Some have many children.
      { weight: 4, arbitrary: fc.integer({ min: 1, max: 2 }) },
      { weight: 1, arbitrary: fc.constant(ELSEWHERE) },
      { weight: 1, arbitrary: fc.constant(-1) },
    ),
    isParentRemote: fc.boolean(),
    shape: fc.constantFrom(...(Object.keys(SHAPES) as (keyof typeof SHAPES)[])),
    startMillis: fc.integer({ min: 0, max: 999 }),
    isEnded: fc.boolean(),
    isDoubled: fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0),
    attempts: fc.integer({ min: 0, max: 2 }),
  });
}

function toSpan({ trace, id, parent, isParentRemote, shape, startMillis, isEnded }: SpanPlan): ReadableSpan {
  const traceId = trace.toString(16).padStart(32, '6553f100');
  const { spanId = toId(id), ...members } = { spanId: undefined, ...SHAPES[shape] };
  const context = { traceId, spanId, traceFlags: 1 };
  return {
    name: shape,
    spanContext: () => context,
    parentSpanContext:
      parent < 0 ? undefined : { traceId, spanId: toId(parent), traceFlags: 1, isRemote: isParentRemote },
    startTime: [1_700_000_000, startMillis * 1e6],
    endTime: isEnded ? [1_700_000_001, 0] : [0, 0],
    ended: isEnded,
    status: { code: 0 },
    events: [],
    links: [],
    resource: RESOURCE,
    instrumentationScope: { name: 'property' },
    ...members,
  };
}

const RESOURCE = { attributes: { 'service.name': 'orders', 'cloud.account.id': '123456789012' } };

function toId(id: number): string {
  return id.toString(16).padStart(16, '0');
}
