import {
  aSegment,
  aSubsegment,
  createBuilders,
  type DocumentBuilder,
  lintDocument,
  lintTrace,
} from '@otel-xray/testing';
import { describe, expect, it, test } from 'vitest';

interface Row {
  readonly what: string;
  readonly builder: DocumentBuilder;
  readonly shows: object;
}

const rows: readonly Row[] = [
  {
    what: 'a segment',
    builder: aSegment(),
    shows: { id: '0000000000000001', name: 'orders', start_time: 1_700_000_000, end_time: 1_700_000_000.1 },
  },
  {
    what: 'a subsegment',
    builder: aSubsegment(),
    shows: { id: '0000000000000002', parent_id: '0000000000000001', type: 'subsegment' },
  },
  {
    what: 'a request that failed',
    builder: aSegment()
      .http({ method: 'GET', url: 'https://shop.example/', status: 503 })
      .failed(new TypeError('no stock')),
    shows: {
      fault: true,
      http: { response: { status: 503 } },
      cause: { exceptions: [{ type: 'TypeError', message: 'no stock' }] },
    },
  },
  {
    what: 'a throttled one',
    builder: aSegment().http({ method: 'GET', url: 'https://shop.example/', status: 429 }),
    shows: { error: true, throttle: true },
  },
  {
    what: 'a call of AWS',
    builder: aSubsegment().named('DynamoDB').aws({ operation: 'PutItem' }),
    shows: { namespace: 'aws' },
  },
  { what: 'a query', builder: aSubsegment().sql({ sanitized_query: 'select ?' }), shows: { namespace: 'remote' } },
  { what: 'one in progress', builder: aSegment().inProgress(), shows: { in_progress: true } },
  {
    what: 'one that ended after all',
    builder: aSegment().inProgress().lasting(250),
    shows: { end_time: 1_700_000_000.25 },
  },
  {
    what: 'one at another time',
    builder: aSegment().lasting(250).startingAt(1000),
    shows: { start_time: 1, end_time: 1.25 },
  },
  {
    what: 'annotations and metadata',
    builder: aSegment()
      .annotated({ a: 1 })
      .annotated({ b: true })
      .metadata({ cart: [1] })
      .metadata({ x: null }, 'app'),
    shows: { annotations: { a: 1, b: true }, metadata: { default: { cart: [1] }, app: { x: null } } },
  },
  {
    what: 'flags',
    builder: aSegment().fault().error().throttle(),
    shows: { fault: true, error: true, throttle: true },
  },
  {
    what: 'children inside',
    builder: aSegment().with(aSubsegment().build()),
    shows: {
      subsegments: [{ id: '0000000000000002', name: 'work', start_time: 1_700_000_000, end_time: 1_700_000_000.1 }],
    },
  },
];

describe('documents', () => {
  it.each(rows)('are right: $what', ({ builder, shows }) => {
    expect(builder.build()).toMatchObject(shows);
    expect(lintDocument(builder.build())).toEqual([]);
  });

  it('leave out what runs on or has ended', () => {
    expect(aSegment().inProgress().build()).not.toHaveProperty('end_time');
    expect(aSegment().inProgress().lasting(1).build()).not.toHaveProperty('in_progress');
    expect(aSegment().with(aSubsegment().build()).build().subsegments?.[0]).not.toHaveProperty('type');
  });

  it('may be broken on purpose', () => {
    expect(lintDocument(aSegment().having({ name: '?' }).build()).map(({ rule }) => rule)).toEqual(['name-characters']);
  });

  it('refuse a trace id that is none', () => {
    expect(() => aSegment().inTrace('1')).toThrow('expected a trace id of 32 hex digits, not all zero, found "1"');
  });
});

test('a builder stays as it was, and what it builds is nobody else’s', () => {
  const before = aSegment().metadata({ cart: [1] });
  before.named('b').fault();
  const [one, other] = [before.build(), before.build()];
  expect(one).toEqual(other);
  expect(one.metadata).not.toBe(other.metadata);
  expect(one.name).toBe('orders');
});

test('a trace of counted documents is right', () => {
  const { aSegment: segment, aSubsegment: subsegment } = createBuilders();
  const root = segment().build();
  const call = subsegment().childOf(root).build();
  const inner = subsegment().childOf(call).build();
  expect(lintTrace([root, call, inner])).toEqual([]);
  expect([call, inner].map(({ parent_id: parent }) => parent)).toEqual([root.id, call.id]);
});

test('a counted subsegment without a root has an id of its own', () => {
  const call = createBuilders().aSubsegment().build();
  expect(call.id).not.toBe(call.parent_id);
  expect(lintDocument(call)).toEqual([]);
});
