import { spanData, type SpanData } from '@otel-xray/testing/arbitraries';
import fc from 'fast-check';

/** How much of something a span gets: how many, and a text for each. */
interface Swelling {
  readonly count: number;
  readonly text: string;
}

type Members = Readonly<Record<string, unknown>>;

const CLIENT = 2;
const TRACE_ID = 'f'.repeat(32);

function many(count: number, entry: (index: number) => readonly [string, unknown]): Members {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)));
}

function exceptionOf(text: string, stacktrace: string): Members {
  const attributes = { 'exception.type': text, 'exception.message': text, 'exception.stacktrace': stacktrace };
  return { name: 'exception', time: [1_700_000_001, 0], attributes };
}

function withAttributes(data: SpanData, attributes: Members): SpanData {
  return { ...data, attributes: { ...(data['attributes'] as Members), ...attributes } };
}

const FRAME = '    at place (/var/task/orders.js:7:9)\n';

/** One for each member of a document that can grow beyond all bounds. */
const SWELLINGS = {
  crumbs: (data, { count }) =>
    withAttributes(
      data,
      many(count, (i) => [`key.${i}`, i]),
    ),
  texts: (data, { count, text }) =>
    withAttributes(
      data,
      many(Math.min(count, 60), (i) => [`text.${i}`, text]),
    ),
  keys: (data, { count, text }) =>
    withAttributes(
      data,
      many(Math.min(count, 60), (i) => [`${text}.${'k'.repeat(490)}${i}`, true]),
    ),
  namespaces: (data, { count }) =>
    withAttributes(
      data,
      many(count, (i) => [`aws.xray.metadata.n${i}`, i % 2 === 0 ? '{}' : '{"a":1}']),
    ),
  nested: (data, { count, text }) => withAttributes(data, { nested: [{ list: Array.from({ length: count }), text }] }),
  tables: (data, { count, text }) => ({
    ...withAttributes(data, {
      'rpc.system': 'aws-api',
      'rpc.service': 'DynamoDB',
      'aws.dynamodb.table_names': Array.from({ length: count }, (_, i) => `${i}${text.slice(0, 40)}`),
      'aws.queue_url': text,
      'aws.request_id': text,
      'aws.s3.bucket': text,
      'cloud.region': text,
    }),
    kind: CLIENT,
  }),
  query: (data, { text }) => withAttributes(data, { 'db.system': 'postgresql', 'db.query.text': `select ${text}` }),
  url: (data, { text }) => {
    const url = { 'url.full': `https://shop.example/${text}?${text}`, 'user_agent.original': text, 'enduser.id': text };
    return withAttributes(data, { 'http.request.method': 'GET', ...url });
  },
  name: (data, { text }) => ({ ...data, name: '𠮷'.repeat(200) + text, resource: { attributes: {} } }),
  resource: (data, { count, text }) => {
    const groups = Array.from({ length: count }, (_, i) => `/group/${i}${text.slice(0, 40)}`);
    const others = { 'service.version': text, 'cloud.provider': 'aws', 'container.id': text };
    return {
      ...data,
      resource: { attributes: { 'aws.log.group.names': groups, ...others, ...many(count, (i) => [`r${i}`, i]) } },
    };
  },
  exceptions: (data, { count, text }) => ({
    ...data,
    status: { code: 2, message: text },
    events: Array.from({ length: Math.min(count, 90) }, () => exceptionOf(text, `Error: no\n${FRAME.repeat(9)}`)),
  }),
  causes: (data, { count, text }) => {
    const chain = Array.from({ length: Math.min(count, 90) }, (_, i) => `Caused by: E${i}: no\n${FRAME}`);
    return { ...data, events: [exceptionOf(text, `Error: no\n${FRAME.repeat(90)}${chain.join('')}`)] };
  },
  links: (data, { count, text }) => {
    const attributes = { id: text, cause: text, trace_id: text, ...many(count, (i) => [`key.${i}`, i]) };
    const link = (i: number): Members => ({
      context: { traceId: TRACE_ID, spanId: (i + 1).toString(16).padStart(16, '0'), traceFlags: 1 },
      attributes: i % 2 === 0 ? attributes : {},
    });
    return { ...data, links: Array.from({ length: Math.min(count, 25) }, (_, i) => link(i)) };
  },
} satisfies Readonly<Record<string, (data: SpanData, swelling: Swelling) => SpanData>>;

/** Spans of which something is far too much: many small things, or a long text of any kind of character. */
export function hugeSpanData(): fc.Arbitrary<SpanData> {
  const swelling = fc.record({
    count: fc.constantFrom(1, 30, 150, 2_000),
    text: fc
      .tuple(
        fc.constantFrom('x', '"', '\u0001', 'é', '日', '👩‍🚀', '\ud800'),
        fc.constantFrom(0, 20, 50, 90, 249, 250, 999, 1000, 20_000),
      )
      .map(([unit, times]) => unit.repeat(times)),
  });
  const swells = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...Object.values(SWELLINGS)) },
    { weight: 1, arbitrary: fc.constant(SWELLINGS.name) },
  );
  const swellings = fc.array(fc.tuple(swells, swelling), { maxLength: 4 });
  return fc.tuple(spanData(), swellings).map(([data, all]) => all.reduce((span, [swell, by]) => swell(span, by), data));
}
