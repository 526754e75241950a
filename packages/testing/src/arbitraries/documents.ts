import type { SegmentDocument, Subsegment } from '@otel-xray/segments';
import * as fc from 'fast-check';
import { spanIds, xrayTraceIds } from './ids.ts';

const NAME_CHARACTERS = [...'abcXYZ019 _.:/%&#=+-@', 'é', 'ключ', '注'];

const names = fc
  .string({ unit: fc.constantFrom(...NAME_CHARACTERS), minLength: 1, maxLength: 60 })
  .map((text) => text.trim() || 'orders');

const annotations = fc.dictionary(
  fc.stringMatching(/^[A-Za-z0-9_.]{1,20}$/),
  fc.oneof(fc.string({ minLength: 1, maxLength: 40 }), fc.integer(), fc.boolean()),
  { maxKeys: 4, noNullPrototype: true },
);

const metadata = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,8}$/),
  fc.dictionary(fc.stringMatching(/^[a-z.]{1,12}$/), fc.jsonValue({ maxDepth: 1 }), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
  { maxKeys: 2, noNullPrototype: true },
) as fc.Arbitrary<NonNullable<SegmentDocument['metadata']>>;

type Outcome = Pick<SegmentDocument, 'error' | 'fault' | 'throttle' | 'http' | 'cause'>;

const outcomes: fc.Arbitrary<(exceptionId: string) => Outcome> = fc.constantFrom<((exceptionId: string) => Outcome)[]>(
  () => ({}),
  () => ({ http: { request: { method: 'GET', url: 'https://shop.example/orders' }, response: { status: 200 } } }),
  () => ({ http: { response: { status: 404, content_length: 12 } }, error: true }),
  () => ({ http: { response: { status: 429 } }, error: true, throttle: true }),
  (id) => ({ fault: true, cause: { exceptions: [{ id, type: 'TypeError', message: 'no stock', stack: [] }] } }),
);

const calls: fc.Arbitrary<Pick<SegmentDocument, 'namespace' | 'aws' | 'sql'>> = fc.constantFrom<
  Pick<SegmentDocument, 'namespace' | 'aws' | 'sql'>[]
>(
  {},
  { namespace: 'aws', aws: { operation: 'PutItem', region: 'eu-west-1', table_name: 'orders' } },
  { namespace: 'remote', sql: { url: 'postgresql://db.internal:5432/orders', sanitized_query: 'select ?' } },
);

/** A node of a trace before it has ids and times. */
interface Plan {
  readonly name: string;
  readonly offsetMillis: number;
  readonly durationMillis: number;
  readonly annotations: Record<string, string | number | boolean>;
  readonly metadata: NonNullable<SegmentDocument['metadata']>;
  readonly outcome: (exceptionId: string) => Outcome;
  readonly call: Pick<SegmentDocument, 'namespace' | 'aws' | 'sql'>;
  readonly isOpen: boolean;
  readonly isApart: boolean;
  readonly children: readonly Plan[];
}

const MAX_LEVELS = 3;

/** A node with children, down to so many levels. */
function planOf(levels: number): fc.Arbitrary<Plan> {
  return fc.record({
    name: names,
    offsetMillis: fc.nat(500),
    durationMillis: fc.nat(5000),
    annotations,
    metadata,
    outcome: outcomes,
    call: calls,
    isOpen: fc.boolean(),
    isApart: fc.boolean(),
    children: levels === 1 ? fc.constant([]) : fc.array(planOf(levels - 1), { maxLength: 3 }),
  });
}

const seeds = fc.record({
  firstId: spanIds(),
  traceId: xrayTraceIds(),
  startMillis: fc.integer({ min: 1e12, max: 2e12 }),
});
type Seed = { readonly firstId: string; readonly traceId: SegmentDocument['trace_id']; readonly startMillis: number };

/**
 * Traces of one segment: its document, and those of subsegments that were sent on their own. Valid: `lintTrace` finds nothing
 * in them.
 */
export function traces(): fc.Arbitrary<SegmentDocument[]> {
  return fc.tuple(planOf(MAX_LEVELS), seeds).map(([root, seed]) => new TraceMaker(seed).make(root));
}

/** Valid segment documents: segments, and subsegments that are sent on their own. `lintDocument` finds nothing in them. */
export function documents(): fc.Arbitrary<SegmentDocument> {
  return traces().chain((all) => fc.constantFrom(...all));
}

class TraceMaker {
  readonly #seed: Seed;
  readonly #documents: SegmentDocument[] = [];
  #count = 0;

  constructor(seed: Seed) {
    this.#seed = seed;
  }

  make(root: Plan): SegmentDocument[] {
    const { traceId, startMillis } = this.#seed;
    const { namespace: _namespace, sql: _sql, aws: _aws, ...segment } = this.#node(root, startMillis);
    this.#documents.unshift({ ...segment, trace_id: traceId });
    return this.#documents;
  }

  #node({ children, outcome, call, isOpen, ...members }: Plan, earliestMillis: number): Subsegment {
    const id = this.#nextId();
    const startMillis = earliestMillis + members.offsetMillis;
    const nested = children.flatMap((child) => this.#child(child, id, startMillis));
    return {
      id,
      name: members.name,
      start_time: startMillis / 1000,
      ...(isOpen ? { in_progress: true } : { end_time: (startMillis + members.durationMillis) / 1000 }),
      ...outcome(this.#nextId()),
      ...call,
      annotations: members.annotations,
      metadata: members.metadata,
      ...(nested.length > 0 && { subsegments: nested }),
    };
  }

  /** The child, to be put into its parent; nothing where it is sent on its own. */
  #child(child: Plan, parentId: string, earliestMillis: number): Subsegment[] {
    const node = this.#node(child, earliestMillis);
    if (!child.isApart) return [node];
    this.#documents.push({ ...node, trace_id: this.#seed.traceId, parent_id: parentId, type: 'subsegment' });
    return [];
  }

  #nextId(): string {
    const number = BigInt.asUintN(64, BigInt(`0x${this.#seed.firstId}`) + BigInt(this.#count++));
    // Past the last id it goes on from the middle: zero is no id.
    return (number === 0n ? 1n << 63n : number).toString(16).padStart(16, '0');
  }
}
