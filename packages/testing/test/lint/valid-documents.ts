import type { SegmentDocument } from '@otel-xray/segments';

/** JSON that a test may break: every member can be anything. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Breakable = any;

const subsegments: SegmentDocument['subsegments'] = [
  {
    id: '00000000000000b1',
    name: 'DynamoDB',
    start_time: 1_700_000_000.2,
    end_time: 1_700_000_000.4,
    namespace: 'aws',
    http: { response: { status: 400, content_length: 120 } },
    error: true,
    aws: { operation: 'PutItem', region: 'eu-west-1', request_id: 'R1', table_name: 'orders', retries: 1 },
    subsegments: [
      {
        id: '00000000000000b2',
        name: 'orders@db.internal',
        start_time: 1_700_000_000.25,
        end_time: 1_700_000_000.3,
        namespace: 'remote',
        sql: { url: 'postgresql://db.internal:5432/orders', sanitized_query: 'select ?', database_type: 'postgresql' },
      },
    ],
  },
];

/** A segment with every block, of which no rule complains. */
export const segment: SegmentDocument = {
  id: '00000000000000a1',
  trace_id: '1-6553f100-a1b2c3d4e5f60718293a4b5c',
  name: 'orders',
  start_time: 1_700_000_000,
  end_time: 1_700_000_001.5,
  parent_id: '00000000000000a0',
  fault: true,
  cause: {
    exceptions: [
      { id: '00000000000000c1', type: 'Error', message: 'no stock', cause: '00000000000000c2', stack: [] },
      { id: '00000000000000c2', type: 'TypeError', stack: [{ path: '/srv/app.js', line: 7, label: 'buy' }] },
    ],
  },
  http: {
    request: { method: 'POST', url: 'https://shop.example/orders', client_ip: '10.0.0.1', x_forwarded_for: true },
    response: { status: 500, content_length: 0 },
  },
  aws: {
    account_id: '123456789012',
    ecs: { container: 'web', container_arn: 'arn:aws:ecs:eu-west-1:123456789012:container/1' },
    cloudwatch_logs: [{ log_group: '/orders', arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/orders' }],
    xray: { sdk: 'opentelemetry for nodejs', sdk_version: '2.12.1', auto_instrumentation: false },
  },
  origin: 'AWS::ECS::Container',
  service: { version: '1.2.3' },
  user: 'ada',
  annotations: { tenant: 'acme', 'order.total': 12.5, first: true },
  metadata: { default: { cart: ['apple', null] } },
  links: [{ trace_id: '1-6553f100-b1b2c3d4e5f60718293a4b5c', id: '00000000000000d1', attributes: { kind: 'batch' } }],
  subsegments,
};

/** A subsegment sent on its own, of which no rule complains. */
export const subsegment: SegmentDocument = {
  id: '00000000000000e1',
  trace_id: '1-6553f100-a1b2c3d4e5f60718293a4b5c',
  parent_id: '00000000000000a1',
  type: 'subsegment',
  name: 'SQS',
  start_time: 1_700_000_000.5,
  in_progress: true,
  namespace: 'aws',
  aws: { operation: 'SendMessage', queue_url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders' },
};

/** A copy of the document, changed. */
export function broken(document: SegmentDocument, mutate: (copy: Breakable) => void): unknown {
  const copy: Breakable = structuredClone(document);
  mutate(copy);
  return copy;
}
