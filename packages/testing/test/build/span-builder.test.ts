import { translate, type SegmentDocument } from '@otel-xray/segments';
import { aSpan, createBuilders, lintTrace, type SpanBuilder } from '@otel-xray/testing';
import { describe, expect, it, test } from 'vitest';

function documentsOf(builder: SpanBuilder): readonly SegmentDocument[] {
  const translation = translate(builder.build());
  if (!translation.ok) throw new Error(translation.reason);
  return translation.documents;
}

const parent = aSpan().server().build();

describe('aSpan', () => {
  it.each([
    {
      what: 'the plain one',
      builder: aSpan().named('buy'),
      shows: { id: '0000000000000001', name: 'buy', start_time: 1_700_000_000, end_time: 1_700_000_000.1 },
    },
    {
      what: 'a server',
      builder: aSpan().server().http({ method: 'GET', url: 'https://shop.example/orders?page=2', status: 503 }),
      shows: {
        fault: true,
        http: { request: { method: 'GET', url: 'https://shop.example/orders?page=2' }, response: { status: 503 } },
      },
    },
    {
      what: 'a client below a parent',
      builder: aSpan()
        .client()
        .childOf(parent)
        .http({ method: 'GET', url: 'http://stock.internal:8080/items', status: 404 }),
      shows: {
        id: '0000000000000002',
        parent_id: '0000000000000001',
        type: 'subsegment',
        namespace: 'remote',
        error: true,
        start_time: 1_700_000_000.01,
      },
    },
    {
      what: 'a call of AWS',
      builder: aSpan()
        .client()
        .childOf(parent)
        .aws({ service: 'DynamoDB', operation: 'PutItem', region: 'eu-west-1', requestId: 'R' }),
      shows: {
        name: 'DynamoDB',
        namespace: 'aws',
        aws: { operation: 'PutItem', region: 'eu-west-1', request_id: 'R' },
      },
    },
    {
      what: 'a query',
      builder: aSpan()
        .client()
        .childOf(parent)
        .sql({ system: 'postgresql', query: "select 'a'", database: 'shop', host: 'db' }),
      shows: { sql: { sanitized_query: 'select ?', database_type: 'postgresql' } },
    },
    {
      what: 'a failed one',
      builder: aSpan().server().failed(new TypeError('no stock')),
      shows: { fault: true, cause: { exceptions: [{ type: 'TypeError', message: 'no stock' }] } },
    },
    {
      what: 'one that failed with a text',
      builder: aSpan().server().failed('no stock'),
      shows: { cause: { exceptions: [{ type: 'Error', message: 'no stock' }] } },
    },
    { what: 'one in progress', builder: aSpan().server().inProgress(), shows: { in_progress: true } },
    {
      what: 'one of another service',
      builder: aSpan().server().service('stock', '1.2'),
      shows: { name: 'stock', service: { version: '1.2' } },
    },
    {
      what: 'one with a link',
      builder: aSpan()
        .consumer()
        .linkedTo({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }),
      shows: { links: [{ id: 'b'.repeat(16), trace_id: `1-${'a'.repeat(8)}-${'a'.repeat(24)}` }] },
    },
    {
      what: 'one placed by hand',
      builder: aSpan().withId('00000000000000ff').startingAt(1000).lasting(250),
      shows: { id: '00000000000000ff', start_time: 1, end_time: 1.25 },
    },
  ])('builds $what, and translate takes it', ({ builder, shows }) => {
    const documents = documentsOf(builder);
    expect(documents.at(builder.build().parentSpanContext === undefined ? -1 : 0)).toMatchObject(shows);
    expect(lintTrace(documents).filter(({ severity }) => severity !== 'advice')).toEqual([]);
  });
});

test('a builder stays as it was, and builds the same again', () => {
  const before = aSpan().named('a');
  const built = JSON.stringify(before.build());
  before.named('b').attributes({ x: 1 }).failed('no').server();
  expect(JSON.stringify(before.build())).toBe(built);
  expect(before.build().name).toBe('a');
});

describe('createBuilders', () => {
  it('counts ids and times up, from the same start in each', () => {
    const [first, second] = [createBuilders(), createBuilders()];
    const built = [first.aSpan(), first.aSpan(), second.aSpan()].map((builder) => builder.build());
    expect(built.map((span) => span.spanContext().spanId)).toEqual([1, 2, 1].map((n) => `000000000000000${n}`));
    expect(built.map(({ startTime }) => startTime[1] / 1e6)).toEqual([0, 10, 0]);
  });

  it('keeps the id of a child that it counted', () => {
    const { aSpan: counted } = createBuilders({ firstId: 0xa0, startMillis: 5000, traceId: 'c'.repeat(32) });
    const root = counted().server().build();
    const children = ['a', 'b'].map((name) => counted().named(name).childOf(root).build());
    expect(children.map((child) => child.spanContext())).toEqual(
      ['a1', 'a2'].map((end) => ({ traceId: 'c'.repeat(32), spanId: `00000000000000${end}`, traceFlags: 1 })),
    );
  });
});
