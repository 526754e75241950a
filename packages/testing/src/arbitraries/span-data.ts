import * as fc from 'fast-check';
import { keys, recordOf, resourceKeys, resourceValues, texts, values } from './attributes.ts';
import { oddities } from './oddities.ts';

const TRACE_ID = '6553f100a1b2c3d4e5f60718293a4b5c';
const SPAN_ID = '00f067aa0ba902b7';
const PARENT_ID = '53995c3f42cd8ad8';

const ids = { trace: fc.constantFrom(TRACE_ID, 'f'.repeat(32)), span: fc.constantFrom(SPAN_ID, '1'.repeat(16)) };

const hrTimes = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(
      fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }),
      fc.integer({ min: 0, max: 999_999_999 }),
    ),
  },
  fc.constant([0, 0] as [number, number]),
);

/** The plain data of a span: what a test makes a span of, as often as it likes. */
export interface SpanData {
  readonly traceId: unknown;
  readonly spanId: unknown;
  readonly resource: unknown;
  readonly [member: string]: unknown;
}

/** Spans as SDKs make them, with any attribute that the API allows. */
const properSpans: fc.Arbitrary<SpanData> = fc.record({
  traceId: ids.trace,
  spanId: ids.span,
  name: texts,
  kind: fc.integer({ min: 0, max: 4 }),
  parentSpanContext: fc.option(
    fc.record({
      traceId: ids.trace,
      spanId: fc.constant(PARENT_ID),
      isRemote: fc.constantFrom(true, false, undefined),
    }),
    { nil: undefined },
  ),
  startTime: hrTimes,
  endTime: hrTimes,
  ended: fc.boolean(),
  status: fc.record({ code: fc.integer({ min: 0, max: 2 }), message: fc.option(texts, { nil: undefined }) }),
  attributes: recordOf(keys, values, 14),
  events: fc.array(
    fc.record({
      name: fc.constantFrom('exception', 'HTTP request failure', 'cache miss', ''),
      time: hrTimes,
      attributes: recordOf(
        fc.constantFrom(
          'exception.type',
          'exception.message',
          'exception.stacktrace',
          'exception.escaped',
          'http.response.status_code',
          'aws.http.error_message',
          'x',
          '__proto__',
        ),
        fc.oneof(values, fc.constant('TypeError: no\n    at buy (/srv/app.js:1:2)\n    at node:internal/x:3:4')),
        5,
      ),
    }),
    { maxLength: 3 },
  ),
  links: fc.array(
    fc.record({
      context: fc.record({ traceId: fc.oneof(ids.trace, texts), spanId: fc.oneof(ids.span, texts) }),
      attributes: recordOf(keys, values, 3),
    }),
    {
      maxLength: 23,
    },
  ),
  droppedAttributesCount: fc.nat(3),
  droppedEventsCount: fc.nat(3),
  droppedLinksCount: fc.nat(3),
  instrumentationScope: fc.record({ name: texts, version: fc.option(texts, { nil: undefined }) }),
  resource: fc.record({ attributes: recordOf(resourceKeys, resourceValues, 6) }),
});

const oddLists = fc.oneof(
  oddities,
  fc.array(
    fc.oneof(
      oddities,
      fc.record({ name: oddities, time: oddities, context: oddities, attributes: oddities }, { requiredKeys: [] }),
    ),
    { maxLength: 3 },
  ),
);
const oddTimes = fc.oneof(
  oddities,
  fc.array(oddities, { maxLength: 3 }),
  fc.tuple(fc.double(), fc.double()),
  fc.constantFrom('2026-01-01', [-1, 0]),
);

/** Spans with any member missing, of the wrong type, or fighting back. */
const hostileSpans: fc.Arbitrary<SpanData> = fc
  .tuple(
    properSpans,
    fc.record(
      {
        name: oddities,
        kind: oddities,
        parentSpanContext: fc.oneof(
          oddities,
          fc.record({ spanId: oddities, isRemote: oddities }, { requiredKeys: [] }),
        ),
        parentSpanId: oddities,
        startTime: oddTimes,
        endTime: oddTimes,
        ended: oddities,
        status: fc.oneof(oddities, fc.record({ code: oddities, message: oddities }, { requiredKeys: [] })),
        attributes: fc.oneof(oddities, recordOf(keys, fc.oneof(values, oddities), 14)),
        events: oddLists,
        links: oddLists,
        droppedAttributesCount: oddities,
        droppedEventsCount: oddities,
        droppedLinksCount: oddities,
        instrumentationScope: fc.oneof(
          oddities,
          fc.record({ name: oddities, version: oddities }, { requiredKeys: [] }),
        ),
        resource: fc.oneof(
          oddities,
          fc.record({ attributes: fc.oneof(oddities, recordOf(resourceKeys, fc.oneof(resourceValues, oddities), 6)) }),
        ),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([proper, odd]) => ({ ...proper, ...odd }));

/** Plain data of spans as SDKs make them, with any attribute that the API allows. */
export function spanData(): fc.Arbitrary<SpanData> {
  return properSpans;
}

/** Plain data of spans with any member missing, of the wrong type, or fighting back once {@link toSpan} made a span of it. */
export function hostileSpanData(): fc.Arbitrary<SpanData> {
  return hostileSpans;
}
