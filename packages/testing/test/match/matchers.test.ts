import type { SegmentDocument, Subsegment } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { matchers, type XRayMatchers } from '../../src/match/matchers.ts';
import '../../src/vitest.ts';

const TRACE = '1-6553f100-a1b2c3d4e5f60718293a4b5c';

function aSegment(members: Partial<SegmentDocument> = {}): SegmentDocument {
  return { id: '1111111111111111', trace_id: TRACE, name: 'orders', start_time: 1, end_time: 2, ...members };
}

const put: Subsegment = {
  id: '2222222222222222',
  name: 'DynamoDB',
  start_time: 1.1,
  end_time: 1.2,
  namespace: 'aws',
  aws: { operation: 'PutItem', table_name: 'orders' },
};

const order = aSegment({
  fault: true,
  annotations: { tier: 'gold', items: 2, gift: false },
  metadata: { default: { 'http.route': '/orders', cart: { items: 2, currency: 'EUR' } }, otel: { dropped: 1 } },
  subsegments: [put],
});

describe('matchers of one document', () => {
  it.each<{ why: string; check: () => void; message: string }>([
    {
      why: 'another value',
      check: () => expect(order).toHaveAnnotation('tier', 'silver'),
      message: 'expected segment "orders" to have annotation tier = "silver"\nfound\n  expected "silver", found "gold"',
    },
    {
      why: 'no such annotation',
      check: () => expect(order).toHaveAnnotation('tenant'),
      message: 'to have annotation tenant\nfound\n  tier = "gold"\n  items = 2\n  gift = false',
    },
    {
      why: 'no annotations',
      check: () => expect(aSegment()).toHaveAnnotation('tier'),
      message: 'expected segment "orders" to have annotation tier\nfound none',
    },
    {
      why: 'an annotation that should not be there',
      check: () => expect(order).not.toHaveAnnotation('tier'),
      message: 'expected segment "orders" not to have annotation tier',
    },
    {
      why: 'a member of metadata',
      check: () => expect(order).toHaveMetadata('cart', { items: 3 }),
      message: 'to have metadata in namespace "default" cart = {"items": 3}\nfound\n  items: expected 3, found 2',
    },
    {
      why: 'another namespace',
      check: () => expect(order).toHaveMetadata(['shop', 'cart']),
      message: 'to have metadata in namespace "shop" cart\nfound none',
    },
    {
      why: 'another flag',
      check: () => expect(order).toHaveThrottle(),
      message: 'expected segment "orders" to have throttle\nfound fault',
    },
    {
      why: 'no flag',
      check: () => expect(aSegment()).toHaveError(),
      message: 'expected segment "orders" to have error\nfound no flag',
    },
    {
      why: 'a flag too many',
      check: () => expect(order).not.toHaveFault(),
      message: 'expected segment "orders" not to have fault',
    },
    {
      why: 'a subsegment that differs',
      check: () => expect(order).toHaveSubsegment('DynamoDB aws.operation=GetItem'),
      message:
        'to have a subsegment DynamoDB aws.operation=GetItem\nfound\n  "DynamoDB" aws.operation: expected "GetItem", found "PutItem"',
    },
    {
      why: 'a document that X-Ray refuses',
      check: () => expect(aSegment({ id: 'short' })).toBeValidSegment(),
      message: 'expected segment "orders" to be a segment that X-Ray takes and shows\n  rejected /id (',
    },
    {
      why: 'a list instead of a document',
      check: () => expect([order]).toHaveFault(),
      message: 'expected one segment document, found a list',
    },
    {
      why: 'nothing at all',
      check: () => expect(undefined).toHaveFault(),
      message: 'expected one segment document, found undefined',
    },
  ])('says what is wrong: $why', ({ check, message }) => {
    expect(check).toThrow(message);
  });

  it('passes what is there', () => {
    expect(order).toBeValidSegment();
    expect(order).toHaveFault();
    expect(order).not.toHaveError();
    expect(order).toHaveAnnotation('gift', false);
    expect(order).toHaveAnnotation('tier', expect.stringMatching(/^g/));
    expect(order).toHaveAnnotation('tier', /old$/);
    expect(order).toHaveMetadata('http.route');
    expect(order).toHaveMetadata(['otel', 'dropped'], 1);
    expect(order).toHaveMetadata('cart', { currency: expect.any(String) });
    expect(order).toHaveSubsegment({ namespace: 'aws', aws: { operation: 'PutItem' } });
    expect(order).not.toHaveSubsegment({ name: 'SQS' });
    expect(aSegment({ error: true, throttle: true })).toHaveThrottle();
  });

  it('takes one subsegment at a time, so that none is passed over', () => {
    expect(() => expect(order).toHaveSubsegment('DynamoDB\nS3')).toThrow('expected one subsegment, found 2');
  });

  it('does not take what every object inherits for an annotation', () => {
    expect(order).not.toHaveAnnotation('toString');
    expect(order).not.toHaveMetadata(['constructor', 'name']);
  });

  it('finds a subsegment at any depth, nested or independent, and what is below it only if it is asked for', () => {
    const deep = { ...aSegment({ id: '3333333333333333', name: 'inner', type: 'subsegment', parent_id: put.id }) };
    expect([order, deep]).toHaveSubsegment('inner type=subsegment');
    expect([order, deep]).toHaveSubsegment('DynamoDB');
    expect([order, deep]).toHaveSubsegment('DynamoDB\n  inner');
    expect(() => expect([order, deep]).toHaveSubsegment('DynamoDB\n  other')).toThrow(
      '"DynamoDB" but for what is below it',
    );
  });
});

describe('matchers', () => {
  it('are all in the type that the runners get', () => {
    const names: Record<keyof XRayMatchers, true> = {
      toBeValidSegment: true,
      toHaveAnnotation: true,
      toHaveError: true,
      toHaveFault: true,
      toHaveMetadata: true,
      toHaveSubsegment: true,
      toHaveThrottle: true,
      toMatchTrace: true,
    };
    expect(Object.keys(matchers).toSorted()).toEqual(Object.keys(names).toSorted());
  });
});
