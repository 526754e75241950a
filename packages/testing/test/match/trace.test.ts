import type { SegmentDocument, Subsegment } from '@otel-xray/segments';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import '../../src/vitest.ts';

const TRACE = '1-6553f100-a1b2c3d4e5f60718293a4b5c';

let ids = 0;

/** A subsegment that starts `at` seconds; nested, unless `parent` says whose it is. */
function aCall(name: string, members: Partial<SegmentDocument> = {}): Subsegment {
  ids += 1;
  return { id: ids.toString(16).padStart(16, '0'), name, start_time: ids, end_time: ids + 1, ...members };
}

function aTrace(name: string, subsegments: Subsegment[] = []): SegmentDocument {
  return { ...aCall(name), trace_id: TRACE, ...(subsegments.length > 0 && { subsegments }) };
}

/** The same trace, each subsegment in a document of its own. */
function apart(document: SegmentDocument | Subsegment, parentId?: string): SegmentDocument[] {
  const { subsegments = [], ...own } = document;
  const independent = parentId === undefined ? {} : { parent_id: parentId, type: 'subsegment' as const };
  return [{ ...own, trace_id: TRACE, ...independent }, ...subsegments.flatMap((child) => apart(child, own.id))];
}

const put = aCall('DynamoDB', { namespace: 'aws', aws: { operation: 'PutItem' } });
const send = aCall('SQS', { namespace: 'aws', aws: { operation: 'SendMessage' } });
const prices = aCall('GET /prices', { http: { request: { method: 'GET' }, response: { status: 404 } }, error: true });
const trace = aTrace('orders', [put, send, { ...aCall('reserve stock'), subsegments: [prices] }]);

/** What the check is refused with. */
function messageOf(check: () => void): string {
  try {
    check();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('expected the check to fail');
}

describe('toMatchTrace', () => {
  it.each([
    { why: 'names', tree: 'orders\n  DynamoDB\n  SQS\n  "reserve stock"\n    "GET /prices"' },
    { why: 'any order', tree: 'orders\n  SQS\n  "reserve stock"\n    *\n  DynamoDB' },
    { why: 'others allowed', tree: 'orders\n  SQS\n  …' },
    { why: 'others allowed, in ASCII', tree: '*\n  ...' },
    { why: 'other tops allowed', tree: ['…', 'orders\n  …'] },
    {
      why: 'members and flags',
      tree: `
        # what a reader should know stands in comments
        orders !fault
          DynamoDB namespace=aws aws.operation="PutItem" !error
          SQS
            .aws.operation = SendMessage
          "reserve stock"
            "GET /prices" error http.response.status=404 !http.request.url
              .http = {"request": {"method": "GET"}, "response": {"status": 404}}
      `,
    },
    {
      why: 'plain objects',
      tree: {
        name: /^ord/,
        fault: undefined,
        subsegments: [
          { name: 'DynamoDB', aws: { operation: expect.stringContaining('Put') } },
          { name: 'SQS', id: expect.any(String) },
          { name: 'reserve stock', subsegments: ['"GET /prices" http.response.status=*'] },
        ],
      },
    },
    { why: 'objects and texts mixed', tree: { subsegments: ['SQS', { name: 'DynamoDB' }, '…'] } },
  ])('passes: $why', ({ tree }) => {
    expect([trace]).toMatchTrace(tree);
    expect(trace, 'one document').toMatchTrace(tree);
    expect(apart(trace), 'apart').toMatchTrace(tree);
    expect(apart(trace).reverse(), 'children first').toMatchTrace(tree);
  });

  it.each([
    { why: 'a child too many', tree: 'orders\n  DynamoDB\n  SQS' },
    { why: 'a child too few', tree: 'orders\n  …\n  SNS' },
    { why: 'another parent', tree: 'orders\n  DynamoDB\n    SQS\n  …' },
    { why: 'a top too many', tree: 'orders\n  …\ncart' },
    { why: 'a flag', tree: 'orders fault\n  …' },
    { why: 'nothing expected', tree: '' },
    { why: 'children of a leaf', tree: 'orders' },
  ])('fails: $why', ({ tree }) => {
    expect([trace]).not.toMatchTrace(tree);
  });

  it('draws both trees and points at the first difference', () => {
    const tree = `
      orders
        DynamoDB aws.operation=UpdateItem !throttle
        SNS
        Kinesis
        "reserve stock"
          "GET /prices" http.response.status=200 fault
    `;
    expect(messageOf(() => expect([trace]).toMatchTrace(tree))).toBe(
      `
expected the trace to match

  expected                                          received
  orders                                            orders
≠   DynamoDB aws.operation=UpdateItem !throttle       DynamoDB aws.operation=PutItem  ← first difference
-   SNS
-   Kinesis
    "reserve stock"                                   "reserve stock"
≠     "GET /prices" fault http.response.status=200      "GET /prices" error http.response.status=404
+                                                     SQS namespace=aws aws.operation=SendMessage

first difference: orders › DynamoDB
  aws.operation: expected "UpdateItem", found "PutItem"
`.trim(),
    );
  });

  it('takes the only two that are left for one that was renamed', () => {
    const message = 'first difference: orders › SNS\n  name: expected "SQS", found "SNS"';
    expect(() => expect(aTrace('orders', [aCall('SNS')])).toMatchTrace('orders\n  SQS')).toThrow(message);
  });

  it('draws what matches though it should not', () => {
    expect(() => expect([trace]).not.toMatchTrace('orders\n  …')).toThrow(
      /^expected the trace not to match, and it does\n\n {2}expected +received\n {2}orders +orders\n/,
    );
  });

  it('draws what is below a node that was not expected, or is missing', () => {
    const nested = aTrace('orders', [{ ...aCall('outer'), subsegments: [aCall('inner')] }]);
    expect(() => expect(nested).toMatchTrace('orders')).toThrow(
      '+             outer  ← first difference\n+               inner',
    );
    expect(() => expect(aTrace('orders')).toMatchTrace('orders\n  outer\n    inner')).toThrow(
      '-   outer      ← first difference\n-     inner',
    );
  });

  it('says that nothing came', () => {
    expect(() => expect([]).toMatchTrace('orders')).toThrow('first difference: orders\n  expected, and not there');
  });

  it('finds the pairing in which all match, where several partial ones match the same', () => {
    const twins = aTrace('orders', [aCall('a', { fault: true }), aCall('b', { fault: true }), aCall('c')]);
    expect(twins).toMatchTrace('orders\n  * fault\n  *\n  a');
    expect(twins).not.toMatchTrace('orders\n  * fault\n  * fault\n  * fault');
  });

  it('keeps the order of the start where that is asked for', () => {
    expect(trace).toMatchTrace('orders\n  DynamoDB\n  SQS\n  …', { order: 'start' });
    expect(trace).not.toMatchTrace('orders\n  SQS\n  DynamoDB\n  …', { order: 'start' });
    expect(() => expect(trace).toMatchTrace('orders\n  DynamoDB\n  SNS\n  *\n    *', { order: 'start' })).toThrow(
      'name: expected "SNS", found "SQS"',
    );
  });

  it('takes the document that has ended for the one in progress, whichever came last', () => {
    const { end_time: _end, ...open } = aTrace('orders');
    const documents: SegmentDocument[] = [
      { ...open, end_time: 9 },
      { ...open, in_progress: true },
    ];
    expect(documents).toMatchTrace('orders !in_progress');
    expect(documents.reverse()).toMatchTrace('orders !in_progress');
  });

  it.each([
    {
      why: 'a parent of each other',
      documents: [
        { id: 'a', parent_id: 'b' },
        { id: 'b', parent_id: 'a' },
      ],
    },
    { why: 'a parent of itself', documents: [{ id: 'a', parent_id: 'a' }] },
    { why: 'no ids, no names', documents: [{}, { subsegments: [{}, null] }] },
    { why: 'no documents', documents: [null, 7, 'text'] },
  ])('answers for broken documents too: $why', ({ documents }) => {
    expect(() => expect(documents).toMatchTrace('orders')).toThrow('expected the trace to match');
  });

  it.each([
    {
      text: 'orders failed',
      message: 'expected a flag (fault, error, throttle, in_progress) or path=value, found "failed"',
    },
    { text: '.fault', message: 'expected a name above ".fault"' },
  ])('refuses a text that it cannot read: $text', ({ text, message }) => {
    expect(() => expect([trace]).toMatchTrace(text)).toThrow(message);
  });

  it('takes those that are parents of each other for tops', () => {
    const documents = [
      { ...aTrace('x'), id: 'a', parent_id: 'b' },
      { ...aTrace('y'), id: 'b', parent_id: 'a' },
      { ...aTrace('z'), id: 'c', parent_id: 'b' },
    ];
    expect(documents).toMatchTrace('x\ny\n  z');
  });

  test('a trace matches its own names, whatever they are and in whichever order they are written', () => {
    const names = fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(names, fc.gen(), (all, gen) => {
        const [top = '', ...below] = all;
        const shuffled = gen(fc.shuffledSubarray, below, { minLength: below.length });
        const text = [JSON.stringify(top), ...shuffled.map((name) => `  ${JSON.stringify(name)}`)].join('\n');
        expect(
          aTrace(
            top,
            below.map((name) => aCall(name)),
          ),
        ).toMatchTrace(text);
      }),
    );
  });
});
