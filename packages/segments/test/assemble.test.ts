import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { assemble, assembleBatch } from '../src/assemble.ts';
import type { SegmentDocument } from '../src/document.ts';
import { flatten, idOf, OTHER_TRACE_ID, segment, subsegment, TRACE_ID } from './documents.ts';
import { documentOf, LOCAL_PARENT, splitOf } from './spans.ts';

describe('assemble', () => {
  it('puts a child into its parent, without what the parent makes redundant', () => {
    const service = { version: '1.4.2' };
    const xray = { sdk: 'opentelemetry for nodejs', auto_instrumentation: false };
    const root = segment(1, { origin: 'AWS::Lambda::Function', service, aws: { account_id: '123456789012', xray } });
    const call = subsegment(2, 1, {
      origin: 'AWS::Lambda::Function',
      service,
      aws: { account_id: '123456789012', xray, operation: 'PutItem' },
    });
    expect(assemble([call, root])).toEqual([
      {
        ...root,
        subsegments: [
          {
            id: idOf(2),
            name: 'span 2',
            start_time: 1_700_000_002,
            end_time: 1_700_001_000,
            aws: { operation: 'PutItem' },
          },
        ],
      },
    ]);
  });

  it('puts children among those that the parent has already, by their start', () => {
    const [early, late] = [subsegment(2, 1), subsegment(4, 1)];
    const root = segment(1, { subsegments: [late] });
    const [whole] = assemble([root, subsegment(3, 1), early]);
    expect(whole?.subsegments?.map(({ id }) => id)).toEqual([idOf(2), idOf(3), idOf(4)]);
    expect(root.subsegments).toEqual([late]);
  });

  it('keeps what a child says otherwise than its parent', () => {
    const root = segment(1, { origin: 'AWS::ECS::Fargate', service: { version: '1' }, aws: { account_id: '1' } });
    const child = subsegment(2, 1, {
      origin: 'AWS::EC2::Instance',
      service: { version: '2' },
      aws: { account_id: '2' },
    });
    const [whole] = assemble([root, child]);
    expect(whole?.subsegments?.[0]).toMatchObject({
      origin: 'AWS::EC2::Instance',
      service: { version: '2' },
      aws: { account_id: '2' },
    });
  });

  it('builds trees of any depth whatever the order', () => {
    const documents = [subsegment(3, 2), subsegment(4, 3), segment(1), subsegment(2, 1)];
    const [whole, ...others] = assemble(documents);
    expect(others).toEqual([]);
    expect(whole?.subsegments?.[0]?.subsegments?.[0]?.subsegments?.[0]?.id).toBe(idOf(4));
  });

  it('orders siblings by their start, and leaves those of one instant as they came', () => {
    const [whole] = assemble([
      segment(1),
      subsegment(4, 1),
      subsegment(2, 1),
      subsegment(9, 1, { start_time: 1_700_000_002 }),
    ]);
    expect(whole?.subsegments?.map(({ id }) => id)).toEqual([idOf(2), idOf(9), idOf(4)]);
  });

  it('leaves a subsegment whose parent is elsewhere independent', () => {
    const orphan = subsegment(2, 77);
    expect(assemble([segment(1), orphan])).toEqual([segment(1), orphan]);
  });

  it('leaves a segment whose parent is in the batch a document of its own', () => {
    const callee = segment(3, { parent_id: idOf(2) });
    const [caller, other] = assemble([segment(1), subsegment(2, 1), callee]);
    expect(caller?.subsegments).toHaveLength(1);
    expect(other).toEqual(callee);
  });

  it('keeps traces apart even where span ids are the same', () => {
    const documents = [
      segment(1),
      subsegment(2, 1),
      segment(1, { trace_id: OTHER_TRACE_ID }),
      subsegment(2, 1, { trace_id: OTHER_TRACE_ID }),
    ];
    expect(assemble(documents).map((whole) => [whole.trace_id, whole.subsegments?.length])).toEqual([
      [TRACE_ID, 1],
      [OTHER_TRACE_ID, 1],
    ]);
  });

  it.each([
    {
      first: 'a document in progress',
      documents: [segment(1, { in_progress: true }), segment(1, { name: 'finished' })],
      name: 'finished',
    },
    {
      first: 'a finished one',
      documents: [segment(1, { name: 'finished' }), segment(1, { in_progress: true })],
      name: 'finished',
    },
    {
      first: 'another finished one',
      documents: [segment(1, { name: 'old' }), segment(1, { name: 'new' })],
      name: 'new',
    },
  ])('keeps one document of a span that comes twice, after $first', ({ documents, name }) => {
    const assembly = assembleBatch(documents);
    expect(assembly.documents.map((document) => document.name)).toEqual([name]);
    expect(assembly.replaced).toBe(1);
  });

  const alone = splitOf({ kind: 2, name: 'call' });
  const below = documentOf({ kind: 2, name: 'call', parentSpanContext: LOCAL_PARENT });

  it.each([
    { order: 'after', documents: [alone.call, alone.service, below], kept: [below.id] },
    {
      order: 'before, still running',
      documents: [{ ...below, in_progress: true as const }, alone.call, alone.service],
      kept: [alone.service.id, alone.call.id],
    },
    {
      order: 'between',
      documents: [alone.call, alone.service, below, alone.call, alone.service],
      kept: [alone.service.id, alone.call.id],
    },
  ])('keeps a service’s segment only with its call, where that comes below a parent as well: $order', (row) => {
    const { documents, replaced } = assembleBatch(row.documents);
    expect(flatten(documents).map(({ id }) => id)).toEqual(row.kept);
    // The segment that goes with its call has not given way to another of its id.
    expect(replaced).toBe(row.documents.length - new Set(row.documents.map(({ id }) => id)).size);
  });

  it('leaves a service’s segment that another call has brought along', () => {
    const other = splitOf({ kind: 2, name: 'other', spanId: idOf(7) });
    const { documents } = assembleBatch([alone.call, alone.service, other.call, other.service, below]);
    expect(documents.map(({ id }) => id)).toEqual([below.id, other.service.id]);
  });

  it.each([
    { circle: 'a span that is its own parent', documents: [subsegment(1, 1)] },
    { circle: 'two that are each other’s parent', documents: [subsegment(1, 2), subsegment(2, 1)] },
    {
      circle: 'three in a ring, one hanging on',
      documents: [subsegment(1, 3), subsegment(2, 1), subsegment(3, 2), subsegment(4, 2)],
    },
  ])('loses no span of $circle', ({ documents }) => {
    const ids = flatten(assemble(documents)).map(({ id }) => id);
    expect(ids.toSorted()).toEqual(documents.map(({ id }) => id).toSorted());
  });

  it('gives one document per span without nesting', () => {
    const documents = [segment(1), subsegment(2, 1)];
    expect(assemble(documents, { nesting: false })).toEqual(documents);
  });

  const call = { name: 'shop@db', namespace: 'remote' } as const;

  it.each([
    { what: 'a query below a query', members: { ...call, sql: { sanitized_query: 'select ?' } } },
    { what: 'a request below one of the same URL', members: { ...call, http: { request: { url: 'https://shop/' } } } },
  ])('takes the namespace off a wrapper around the very same call: $what', ({ members }) => {
    const documents = [segment(1), subsegment(2, 1, members), subsegment(3, 2, members)];
    const [whole] = assemble(documents);
    expect(whole?.subsegments?.[0]?.namespace).toBeUndefined();
    expect(whole?.subsegments?.[0]?.subsegments?.[0]?.namespace).toBe('remote');
    expect(assemble(documents, { nesting: false }).map(({ namespace }) => namespace)).toEqual([
      undefined,
      undefined,
      'remote',
    ]);
  });

  it.each([
    {
      what: 'an AWS call below another of its service',
      inner: { name: 'STS', namespace: 'aws' },
      outer: { name: 'STS', namespace: 'aws' },
    },
    {
      what: 'a request to another URL of the host',
      inner: { ...call, http: { request: { url: 'https://shop/b' } } },
      outer: { ...call, http: { request: { url: 'https://shop/a' } } },
    },
    { what: 'a call of the same name and no more', inner: call, outer: call },
  ] as const)('leaves both nodes of $what', ({ inner, outer }) => {
    const [whole] = assemble([segment(1), subsegment(2, 1, outer), subsegment(3, 2, inner)]);
    expect(whole?.subsegments?.[0]?.namespace).toBe(outer.namespace);
  });

  it('survives a chain of 20,000 spans', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => (i === 0 ? segment(1) : subsegment(i + 1, i)));
    expect(flatten(assemble(chain))).toHaveLength(20_000);
  });

  it('holds every span once, for any forest', () => {
    fc.assert(
      fc.property(forest(), (documents) => {
        const ids = flatten(assemble(documents)).map(({ id }) => id);
        expect(ids.toSorted()).toEqual([...new Set(documents.map(({ id }) => id))].toSorted());
      }),
    );
  });

  it('changes none of its input', () => {
    fc.assert(
      fc.property(forest(), (documents) => {
        const before = structuredClone(documents);
        assemble(documents);
        expect(documents).toEqual(before);
      }),
    );
  });
});

describe('folding of attempts', () => {
  const call = subsegment(2, 1, {
    name: 'DynamoDB',
    namespace: 'aws',
    aws: { operation: 'PutItem' },
    http: { response: { status: 200 } },
  });
  const attempt = (id: number, status: number): SegmentDocument =>
    subsegment(id, 2, {
      name: 'dynamodb.example.com',
      namespace: 'remote',
      http: { request: { method: 'POST', url: 'https://dynamodb.example.com/' }, response: { status } },
    });

  it('makes one node of an AWS call and its two attempts', () => {
    const { documents, folded } = assembleBatch([segment(1), call, attempt(3, 503), attempt(4, 200)]);
    expect(folded).toBe(2);
    expect(documents[0]?.subsegments).toEqual([
      expect.objectContaining({
        name: 'DynamoDB',
        namespace: 'aws',
        aws: { operation: 'PutItem', retries: 1 },
        http: { response: { status: 200 } },
      }),
    ]);
  });

  it('gives the call the id of its last attempt, which the request’s trace header names as parent', () => {
    const { documents } = assembleBatch([call, attempt(3, 503), attempt(4, 200)]);
    expect(documents[0]?.id).toBe(idOf(4));
    expect(documents[0]?.metadata?.['otel']).toMatchObject({ span_id: idOf(2) });
  });

  it('takes the status of the last attempt where the call tells none', () => {
    const { http: _, ...silent } = call;
    const [folded] = assemble([silent, attempt(3, 503)]);
    expect(folded?.http).toEqual({ response: { status: 503 } });
  });

  it('hangs what stood below an attempt below the call', () => {
    const [whole] = assemble([call, attempt(3, 200), subsegment(5, 3, { name: 'tcp.connect' })]);
    expect(whole?.subsegments?.map(({ name }) => name)).toEqual(['tcp.connect']);
    const flat = assemble([call, attempt(3, 200), subsegment(5, 3)], { nesting: false });
    expect(flat.map(({ id, parent_id: parent }) => [id, parent])).toEqual([
      [idOf(3), idOf(1)],
      [idOf(5), idOf(3)],
    ]);
  });

  it.each([
    { why: 'their call is not in the batch', documents: [attempt(3, 200)] },
    { why: 'the parent is no AWS call', documents: [subsegment(2, 1, { namespace: 'remote' }), attempt(3, 200)] },
    {
      why: 'it is another AWS call',
      documents: [call, subsegment(3, 2, { namespace: 'aws', aws: { operation: 'GetItem' } })],
    },
    {
      why: 'it asks a database',
      documents: [call, subsegment(3, 2, { namespace: 'remote', sql: { url: 'postgresql://db/shop' } })],
    },
  ])('leaves requests as they are where $why', ({ documents }) => {
    expect(assembleBatch(documents).folded).toBe(0);
  });
});

/** Spans with arbitrary parents: missing, circular, doubled. */
function forest(): fc.Arbitrary<SegmentDocument[]> {
  const span = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 12 }), fc.boolean());
  return fc
    .array(span, { maxLength: 20 })
    .map((spans) => spans.map(([id, parent, isSegment]) => (isSegment ? segment(id) : subsegment(id, parent))));
}
