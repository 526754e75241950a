import { hostname } from 'node:os';
import type { SegmentDocument, Subsegment } from '@otel-xray/segments';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { normalizeTrace } from '../../src/snapshot/normalize.ts';
import { formatTrace, serializer } from '../../src/snapshot/serializer.ts';
import '../../src/vitest.ts';

const ROOT = '/project';

/** One run of a service: other ids, another clock and another machine in each, and the same behaviour. */
function aRun(seed: string, startedAt: number): SegmentDocument {
  const release = seed.charCodeAt(0);
  const id = (at: number): string => `${seed}${at}`.padStart(16, '0');
  const traceId = `1-${seed.repeat(8)}-${seed.repeat(24)}` as const;
  return {
    id: id(1),
    trace_id: traceId,
    name: 'orders',
    start_time: startedAt,
    end_time: startedAt + 2.5,
    fault: true,
    http: { request: { method: 'POST', url: `http://127.0.0.1:${40_000 + Math.round(startedAt % 1000)}/orders` } },
    aws: { xray: { sdk: 'otel-xray', sdk_version: `1.${seed}.0` } },
    annotations: { tier: 'gold' },
    metadata: {
      default: {
        'otel.resource.host.name': `machine-${seed}`,
        'otel.resource.process.pid': 1000 + startedAt,
        'otel.resource.telemetry.sdk.version': `3.${seed}`,
        'network.peer.port': 40_000 + Math.round(startedAt % 1000),
        'server.port': 443,
        parent: `seen ${id(2)} in ${traceId}`,
        'order.id': `0b9a7f5e-0000-4000-8000-00000000000${seed}`,
      },
      otel: { events: [{ name: 'stock', time: startedAt + 1.2 }] },
    },
    cause: {
      exceptions: [
        {
          id: id(8),
          type: 'StockError',
          message: `sold out in ${ROOT}/src/stock.ts\n    at reserve (${ROOT}/src/stock.ts:${startedAt}:7)`,
          cause: id(9),
          stack: [
            { path: `${ROOT}/src/stock.ts`, line: Math.round(startedAt), label: 'reserve' },
            { path: `${ROOT}/node_modules/hono/dist/compose.js`, line: 5, label: 'dispatch' },
            { path: 'node:internal/process', line: 5, label: 'run' },
          ],
        },
        { id: id(9), type: 'SyntaxError', message: 'no JSON' },
      ],
    },
    links: [{ trace_id: `1-${seed.repeat(8)}-${'e'.repeat(24)}`, id: id(7) }],
    subsegments: [
      {
        id: id(2),
        name: 'DynamoDB',
        start_time: startedAt + 0.001,
        end_time: startedAt + 1.4,
        namespace: 'aws',
        aws: { operation: 'PutItem', request_id: `REQUEST${seed}` },
        subsegments: [
          { id: id(3), name: 'attempt', start_time: startedAt + 0.1, end_time: startedAt + 0.2 },
          { id: id(4), name: 'attempt', start_time: startedAt + 1.1, in_progress: true },
        ],
      },
      {
        id: id(5),
        name: 'GET /prices',
        start_time: startedAt + 1.5,
        end_time: startedAt + 1.6,
        http: { request: { user_agent: `node/24.${release}.0 aws-sdk-js/3.${release}` } },
      },
    ],
  };
}

function apart(
  document: SegmentDocument | Subsegment,
  trace_id: SegmentDocument['trace_id'],
  parent?: string,
): SegmentDocument[] {
  const { subsegments = [], ...own } = document;
  const placed = parent === undefined ? {} : { parent_id: parent, type: 'subsegment' as const };
  return [{ ...own, trace_id, ...placed }, ...subsegments.flatMap((child) => apart(child, trace_id, own.id))];
}

const first = aRun('a', 1_700_000_000);
const second = aRun('b', 1_712_345_678.25);

describe('normalizeTrace', () => {
  const contract = normalizeTrace([first], { root: ROOT });

  it('gives the same for another run', () => {
    expect(normalizeTrace([second], { root: ROOT })).toEqual(contract);
  });

  it('gives the same for nested and independent subsegments, in whichever order they come', () => {
    const documents = apart(first, first.trace_id);
    expect(documents).toHaveLength(5);
    expect(normalizeTrace(documents, { root: ROOT })).toEqual(contract);
    expect(normalizeTrace(documents.toReversed(), { root: ROOT })).toEqual(contract);
  });

  it('leaves nothing of ids, clock and machine', () => {
    expect(JSON.stringify(contract)).not.toMatch(/[0-9a-f]{16}|machine|1\.a|REQUEST|40000|\/project/);
  });

  it('reads as a contract', () => {
    expect(formatTrace(contract)).toBe(
      `
# segment-1 +0 s to +2 s
orders fault
  .http.request.method = "POST"
  .http.request.url = "http://127.0.0.1:<port>/orders"
  .aws.xray.sdk = "otel-xray"
  .aws.xray.sdk_version = "<version>"
  .annotations.tier = "gold"
  .metadata.default."network.peer.port" = "<port>"
  .metadata.default."order.id" = "<uuid>"
  .metadata.default."otel.resource.host.name" = "<host>"
  .metadata.default."otel.resource.process.pid" = "<pid>"
  .metadata.default."otel.resource.telemetry.sdk.version" = "<version>"
  .metadata.default.parent = "seen subsegment-1 in trace-1"
  .metadata.default."server.port" = 443
  .metadata.otel.events.0.name = "stock"
  .metadata.otel.events.0.time = "+1 s"
  .cause.exceptions.0.id = "exception-1"
  .cause.exceptions.0.type = "StockError"
  .cause.exceptions.0.message = "sold out in <root>/src/stock.ts"
  .cause.exceptions.0.cause = "exception-2"
  .cause.exceptions.0.stack = ["reserve (src/stock.ts)"]
  .cause.exceptions.1.id = "exception-2"
  .cause.exceptions.1.type = "SyntaxError"
  .cause.exceptions.1.message = "no JSON"
  .links.0.trace_id = "trace-2"
  .links.0.id = "linked-1"
  # subsegment-1 +0 s to +1 s
  DynamoDB
    .namespace = "aws"
    .aws.operation = "PutItem"
    .aws.request_id = "<request-id>"
    # subsegment-2 +0 s to +0 s
    attempt
    # subsegment-3 +1 s to in progress
    attempt
  # subsegment-4 +1 s to +1 s
  "GET /prices"
    .http.request.user_agent = "node/<version> aws-sdk-js/<version>"
`.trim(),
    );
  });

  it.each([
    { timeStepMillis: 1, times: ['+0 s', '+2500 ms'], why: 'a clock that stands still' },
    { timeStepMillis: 500, times: ['+0 s', '+2500 ms'], why: 'on the step' },
    { timeStepMillis: 0, times: [undefined, undefined], why: 'no times' },
    { timeStepMillis: undefined, times: ['+0 s', '+2 s'], why: 'the default' },
  ])('rounds down to $timeStepMillis ms ($why)', ({ timeStepMillis, times }) => {
    const [segment] = normalizeTrace([second], { timeStepMillis });
    expect([segment?.start, segment?.end]).toEqual(times);
  });

  it('gives a step that a double falls short of', () => {
    const call = { ...first.subsegments?.[0], start_time: first.start_time + 0.29 } as Subsegment;
    expect((call.start_time - first.start_time) * 1000).toBeLessThan(290);
    const trace = normalizeTrace([{ ...first, subsegments: [call] }], { timeStepMillis: 1 });
    expect(trace).toMatchObject([{ subsegments: [{ start: '+290 ms' }] }]);
  });

  it('names a trace by either form of its id', () => {
    const user = `${'a'.repeat(32)} is ${first.trace_id}`;
    expect(normalizeTrace([{ ...first, user }])).toMatchObject([{ user: 'trace-1 is trace-1' }]);
  });

  it('orders siblings by their names where calls are made at once', () => {
    const call = (name: string, start_time: number): Subsegment => ({
      id: name.repeat(16),
      name,
      start_time,
      end_time: 9,
    });
    const aWins = { ...first, subsegments: [call('a', 1), call('b', 2)] };
    const bWins = { ...first, subsegments: [call('b', 1), call('a', 2)] };
    const [one, other] = [aWins, bWins].map((run) => normalizeTrace([run], { order: 'name', timeStepMillis: 0 }));
    expect(one).toEqual(other);
    expect(normalizeTrace([aWins])).not.toEqual(normalizeTrace([bWins]));
  });

  it('lets a test mask more', () => {
    const mask = (value: unknown, path: readonly string[]): unknown => (path.at(-1) === 'tier' ? '<tier>' : value);
    expect(normalizeTrace([first], { mask })).toMatchObject([{ annotations: { tier: '<tier>' } }]);
  });

  it('masks the name of this machine wherever it stands', () => {
    const user = `me@${hostname()}`;
    const expected = hostname().length >= 8 ? 'me@<host>' : user;
    expect(normalizeTrace([{ ...first, user }])).toMatchObject([{ user: expected }]);
  });

  it('names a segment of another service below the call to it', () => {
    const [call] = first.subsegments ?? [];
    const callee = { ...first, id: 'c'.repeat(16), name: 'prices', parent_id: call?.id ?? '', subsegments: [] };
    const [top] = normalizeTrace([callee, first]);
    expect(top).toMatchObject({
      id: 'segment-1',
      subsegments: [{ subsegments: [{ id: 'segment-2', name: 'prices' }, {}, {}] }, {}],
    });
  });
});

describe('siblings that start at once', () => {
  const below = (id: string, members: Partial<SegmentDocument>): SegmentDocument => ({
    id: id.padStart(16, '0'),
    parent_id: first.id,
    type: 'subsegment',
    trace_id: first.trace_id,
    name: 'DynamoDB',
    start_time: first.start_time + 1,
    end_time: first.start_time + 2,
    ...members,
  });
  const top: SegmentDocument = { ...first, subsegments: [] };
  const written = (documents: SegmentDocument[], order: 'start' | 'name'): string =>
    formatTrace(normalizeTrace([top, ...documents], { root: ROOT, order }));

  it.each<{ why: string; one: Partial<SegmentDocument>; other: Partial<SegmentDocument> }>([
    { why: 'operation', one: { aws: { operation: 'Put' } }, other: { aws: { operation: 'Get' } } },
    { why: 'flag', one: { fault: true }, other: {} },
    { why: 'metadata', one: { metadata: { default: { a: 1 } } }, other: { metadata: { default: { a: 2 } } } },
    {
      why: 'what is below',
      one: { subsegments: [{ id: '00000000000000c1', name: 'S3', start_time: 1, end_time: 2 }] },
      other: { subsegments: [{ id: '00000000000000c2', name: 'SQS', start_time: 1, end_time: 2 }] },
    },
  ])('stand by what they say, whichever comes first: $why', ({ one, other }) => {
    const documents = [below('a1', one), below('a2', other)];
    for (const order of ['start', 'name'] as const)
      expect(written(documents.toReversed(), order)).toBe(written(documents, order));
  });

  it('do not stand by what is masked', () => {
    const run = (put: string, get: string): SegmentDocument[] => [
      below('a1', { aws: { operation: 'Put', request_id: put } }),
      below('a2', { aws: { operation: 'Get', request_id: get } }),
    ];
    expect(written(run('AAA', 'BBB'), 'name')).toBe(written(run('BBB', 'AAA'), 'name'));
  });

  it('say their attributes in one order, whichever was set first', () => {
    const [one, other] = [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ];
    expect(written([below('a1', { annotations: one })], 'start')).toBe(
      written([below('a1', { annotations: other })], 'start'),
    );
  });
});

describe('masks', () => {
  const texts = (text: string, options = {}): unknown =>
    normalizeTrace([{ ...first, cause: undefined, subsegments: [], annotations: { text } } as never], options)[0]?.[
      'annotations'
    ];

  it.each([
    { text: 'https://api.example.com/v1.1/orders', why: 'a version of the service’s own' },
    { text: 'https://shop.example.com/app/orders', why: 'the project’s folder as part of a URL' },
    { text: '/apples', why: 'a longer name' },
  ])('leave alone $why: $text', ({ text }) => {
    expect(texts(text, { root: '/app' })).toEqual({ text });
  });

  it.each([
    { text: 'in /app/src/x.ts', masked: 'in <root>/src/x.ts' },
    { text: 'file:///app/src/x.ts:1:2', masked: '<root>/src/x.ts:1:2' },
    { text: `at ${hostname()}`, masked: hostname().length < 8 ? `at ${hostname()}` : 'at <host>' },
  ])('take out $text', ({ text, masked }) => {
    expect(texts(text, { root: '/app' })).toEqual({ text: masked });
  });
});

describe('any documents', () => {
  const anything = fc.jsonValue();
  const id = fc.oneof(anything, fc.constantFrom('1'.repeat(16), '2'.repeat(16)));
  const documents = fc.array(
    fc.oneof(
      anything,
      fc.record(
        {
          id,
          trace_id: anything,
          parent_id: id,
          name: anything,
          start_time: anything,
          end_time: anything,
          cause: fc.oneof(
            anything,
            fc.record({ exceptions: fc.oneof(anything, fc.array(fc.record({ stack: anything }))) }),
          ),
          links: anything,
          metadata: anything,
          subsegments: fc.oneof(anything, fc.array(fc.record({ id, parent_id: id }))),
        },
        { requiredKeys: [] },
      ),
    ),
  ) as unknown as fc.Arbitrary<SegmentDocument[]>;

  test('are normalized and written without throwing, and the same twice', () => {
    fc.assert(
      fc.property(documents, (all) => {
        const trace = normalizeTrace(all);
        expect(formatTrace(trace)).toBe(formatTrace(normalizeTrace([...all])));
      }),
    );
  });
});

describe('serializer', () => {
  it('writes documents and normalized traces the same way', () => {
    expect([first]).toMatchSnapshot();
    expect(serializer.serialize(normalizeTrace([second]))).toBe(serializer.serialize([first]));
  });

  it.each([
    { value: [], why: 'an empty list' },
    { value: [{ id: 'segment-1' }], why: 'no name' },
    { value: [{ id: '1', name: 'x' }], why: 'other people’s objects' },
    { value: 'segment-1', why: 'a text' },
    { value: null, why: 'nothing' },
    { value: first, why: 'one document, which is no trace' },
  ])('leaves to others what is no trace: $why', ({ value }) => {
    expect(serializer.test(value)).toBe(false);
  });

  it('writes what toMatchTrace reads', () => {
    const [segment] = normalizeTrace([first], { timeStepMillis: 0 });
    const { cause, http, aws, metadata, links, subsegments, ...told } = segment as Record<string, unknown>;
    const text = formatTrace([{ ...told, annotations: { 'a b': '"quoted" #1' } } as never]);
    const { subsegments: _children, ...alone } = first;
    expect({ ...alone, annotations: { 'a b': '"quoted" #1' } }).toMatchTrace(text);
  });
});
