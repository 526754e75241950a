import { stripVTControlCharacters } from 'node:util';
import type { SegmentDocument } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { showTrace } from '../show/text.ts';

const BASE = { trace_id: '1-6553f100-a1b2c3d4e5f60718293a4b5c', start_time: 1 } as const;

const TRACE: readonly SegmentDocument[] = [
  {
    ...BASE,
    id: '1000000000000001',
    name: 'orders-api',
    type: 'subsegment',
    parent_id: 'aaaaaaaaaaaaaaaa',
    end_time: 2.25,
    fault: true,
    http: { request: { method: 'POST', url: 'https://api.example.com/orders' }, response: { status: 503 } },
    annotations: { 'app.customer.tier': 'gold', retried: false },
    links: [{ trace_id: '1-6553f100-ffffffffffffffffffffffff', id: 'ffffffffffffffff' }],
    cause: {
      exceptions: [
        {
          id: 'e1',
          type: 'PriceError',
          message: 'no price',
          cause: 'e2',
          stack: [
            { path: 'node:internal/x', line: 1, label: 'x' },
            { path: '/app/node_modules/lib/y.js', line: 2, label: 'y' },
            { path: 'file:///app/src/my%20prices.ts', line: 31, label: 'fetchPrice' },
          ],
        },
        {
          id: 'e2',
          type: 'SyntaxError',
          message: 'not JSON',
          stack: [{ path: '/elsewhere/z.js', line: 4, label: '' }],
        },
      ],
    },
  },
  {
    ...BASE,
    id: '1000000000000002',
    name: 'DynamoDB',
    type: 'subsegment',
    parent_id: '1000000000000001',
    end_time: 1.0123,
    error: true,
    throttle: true,
    aws: { operation: 'PutItem', table_name: 'orders', retries: 1 },
    http: { response: { status: 400 } },
    subsegments: [{ id: '1000000000000003', name: '127.0.0.1', start_time: 1, end_time: 1.0042, error: true }],
  },
  {
    ...BASE,
    id: '1000000000000004',
    name: 'SQS',
    type: 'subsegment',
    parent_id: '1000000000000001',
    in_progress: true,
    aws: { operation: 'SendMessage', queue_url: 'https://sqs.example.com/1/orders' },
  },
];

describe('showTrace', () => {
  it('draws a tree with outcomes, resources, annotations, links and exceptions', () => {
    expect(showTrace(TRACE, { colors: false, baseFolder: '/app' })).toBe(`\
Lambda's own segment aaaaaaaaaaaaaaaa, which Lambda sends
└─ orders-api  POST https://api.example.com/orders 503  fault  1.25 s
   │  app.customer.tier = gold
   │  retried = false
   │  linked to ffffffffffffffff of trace 1-6553f100-ffffffffffffffffffffffff
   │  PriceError: no price
   │    at fetchPrice (src/my prices.ts:31)
   │  caused by SyntaxError: not JSON
   │    at /elsewhere/z.js:4
   ├─ DynamoDB  PutItem table orders 400 (2 attempts)  error, throttle  12 ms
   │  └─ 127.0.0.1  error  4.2 ms
   └─ SQS  SendMessage queue https://sqs.example.com/1/orders  in progress`);
  });

  it('draws a segment without parent at the top', () => {
    const segment = { ...BASE, id: '1000000000000001', name: 'shop', end_time: 1.5 };
    expect(showTrace([segment], { colors: false, baseFolder: '/app' })).toBe('shop  ok  500 ms');
  });

  it.each([
    { aws: { operation: 'BatchGetItem', table_names: ['a', 'b'] }, shown: 'BatchGetItem table a, b' },
    { aws: { operation: 'PutObject', bucket_name: 'invoices' }, shown: 'PutObject bucket invoices' },
    { aws: { operation: 'Publish', topic_arn: 'arn:aws:sns:x' }, shown: 'Publish arn:aws:sns:x' },
    { aws: { operation: 'Invoke', function_name: 'mailer' }, shown: 'Invoke mailer' },
    { aws: { operation: 'ListTables' }, shown: 'ListTables' },
  ])('shows an AWS call as "$shown"', ({ aws, shown }) => {
    const call = { ...BASE, id: '1000000000000001', name: 'AWS', end_time: 2, aws };
    expect(showTrace([call], { colors: false, baseFolder: '/app' })).toBe(`AWS  ${shown}  ok  1.00 s`);
  });

  it('ends, where exceptions cause each other', () => {
    const exceptions = [
      { id: 'e0', message: 'top', cause: 'e1' },
      { id: 'e1', message: 'one', cause: 'e2' },
      { id: 'e2', message: 'two', cause: 'e1' },
    ];
    const segment = { ...BASE, id: '1000000000000001', name: 'shop', end_time: 2, cause: { exceptions } };
    expect(showTrace([segment], { colors: false, baseFolder: '/app' }).split('\n')).toEqual([
      'shop  ok  1.00 s',
      '   top',
      '   caused by one',
      '   caused by two',
    ]);
  });

  it('colours for a terminal alone', () => {
    const plain = showTrace(TRACE, { colors: false, baseFolder: '/app' });
    const coloured = showTrace(TRACE, { colors: true, baseFolder: '/app' });
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[31mfault\u001b[39m');
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });
});
