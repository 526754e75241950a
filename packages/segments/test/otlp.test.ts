import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { OtlpError, spansFromOtlp } from '../src/otlp.ts';
import type { ReadableSpan } from '../src/span.ts';

const traceId = '6553f100a1b2c3d4e5f60718293a4b5c';
const spanId = '00f067aa0ba902b7';

interface Read {
  readonly spans: readonly ReadableSpan[];
  readonly errors: readonly string[];
}

function read(request: unknown): Read {
  const errors: string[] = [];
  const spans = [...spansFromOtlp(request, { onError: (error) => errors.push(error.message) })];
  return { spans, errors };
}

/** Reads one span, given as the members that matter, and expects no error. */
function readOne(members: object, resource: object = {}, scope: object = {}): ReadableSpan {
  const { spans, errors } = read(requestOf([members], resource, scope));
  expect(errors).toEqual([]);
  expect(spans).toHaveLength(1);
  return spans[0]!;
}

function requestOf(spans: readonly unknown[], resource: unknown = {}, scope: unknown = {}): object {
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] };
}

const valueOf = (value: object): unknown => readOne({ attributes: [{ key: 'k', value }] }).attributes['k'];

test('reads every member of a span', () => {
  const span = readOne(
    {
      traceId,
      spanId,
      parentSpanId: '53995c3f42cd8ad8',
      traceState: 'vendor=1',
      flags: 0x301,
      name: 'GET /orders',
      kind: 2,
      startTimeUnixNano: '1726531200001000001',
      endTimeUnixNano: '1726531200123456789',
      attributes: [{ key: 'http.request.method', value: { stringValue: 'GET' } }],
      droppedAttributesCount: 1,
      events: [
        {
          timeUnixNano: '1726531200002000000',
          name: 'exception',
          attributes: [{ key: 'exception.type', value: { stringValue: 'Error' } }],
        },
      ],
      droppedEventsCount: 2,
      links: [
        {
          traceId: '065ef2b5bdbb94b98d5a984ae2b665b7',
          spanId: 'e86f4bdc05074a51',
          flags: 0x300,
          attributes: [{ key: 'messaging.message.id', value: { stringValue: 'm-1' } }],
        },
      ],
      droppedLinksCount: 3,
      status: { code: 2, message: 'out of stock' },
    },
    { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] },
    { name: 'orders-app', version: '1.2.3' },
  );
  expect(span.spanContext()).toEqual({ traceId, spanId, traceFlags: 1 });
  expect({ ...span, spanContext: undefined }).toEqual({
    name: 'GET /orders',
    kind: 1,
    parentSpanContext: { traceId, spanId: '53995c3f42cd8ad8', traceFlags: 1, isRemote: true },
    startTime: [1726531200, 1_000_001],
    endTime: [1726531200, 123_456_789],
    ended: true,
    status: { code: 2, message: 'out of stock' },
    attributes: { 'http.request.method': 'GET' },
    links: [
      {
        context: {
          traceId: '065ef2b5bdbb94b98d5a984ae2b665b7',
          spanId: 'e86f4bdc05074a51',
          traceFlags: 0,
          isRemote: true,
        },
        attributes: { 'messaging.message.id': 'm-1' },
      },
    ],
    events: [{ name: 'exception', time: [1726531200, 2_000_000], attributes: { 'exception.type': 'Error' } }],
    resource: { attributes: { 'service.name': 'orders' } },
    instrumentationScope: { name: 'orders-app', version: '1.2.3' },
    droppedAttributesCount: 1,
    droppedEventsCount: 2,
    droppedLinksCount: 3,
  });
});

test('gives an empty span the defaults of the format', () => {
  const span = readOne({});
  expect(span.spanContext()).toEqual({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 1 });
  expect({ ...span, spanContext: undefined }).toEqual({
    name: '',
    kind: 0,
    startTime: [0, 0],
    endTime: [0, 0],
    ended: false,
    status: { code: 0 },
    attributes: {},
    links: [],
    events: [],
    resource: { attributes: {} },
    instrumentationScope: { name: '' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  });
});

describe('ids', () => {
  it.each([
    { given: traceId, id: traceId, why: 'hex, as the format says' },
    { given: traceId.toUpperCase(), id: traceId, why: 'upper-case hex' },
    { given: 'ZVPxAKGyw9Tl9gcYKTpLXA==', id: traceId, why: 'base64' },
    { given: 'ZVPxAKGyw9Tl9gcYKTpLXA', id: traceId, why: 'base64 without padding' },
    { given: 'ZVPxAKGyw9Tl9gcYKTpL', id: 'ZVPxAKGyw9Tl9gcYKTpL', why: 'base64 of 15 bytes: left to translate' },
    { given: 'not an id', id: 'not an id', why: 'neither: left to translate' },
    { given: 'z'.repeat(32), id: 'z'.repeat(32), why: 'the right length, but not hex' },
    { given: '', id: '0'.repeat(32), why: 'empty is the zero id' },
    { given: null, id: '0'.repeat(32), why: 'null is absent' },
  ])('reads the trace id $given ($why)', ({ given, id }) => {
    expect(readOne({ traceId: given, spanId }).spanContext().traceId).toBe(id);
  });

  it.each([
    { given: '00F067AA0BA902B7', id: spanId },
    { given: 'APBnqgupArc=', id: spanId },
    { given: 'APBnqgupArc', id: spanId },
  ])('reads the span id $given', ({ given, id }) => {
    expect(readOne({ traceId, spanId: given }).spanContext().spanId).toBe(id);
  });

  it.each([{ parentSpanId: undefined }, { parentSpanId: '' }, { parentSpanId: '0000000000000000' }])(
    'leaves out the parent for $parentSpanId',
    (members) => {
      expect(readOne({ traceId, spanId, ...members })).not.toHaveProperty('parentSpanContext');
    },
  );

  it.each([
    { flags: undefined, isRemote: undefined, why: 'nobody knows' },
    { flags: 1, isRemote: undefined, why: 'sampled, and nothing else known' },
    { flags: 0x101, isRemote: false, why: 'known to be local' },
    { flags: 0x301, isRemote: true, why: 'known to be remote' },
    { flags: 0x201, isRemote: undefined, why: 'remote without "known" means nothing' },
  ])('reads whether the parent is remote from flags $flags ($why)', ({ flags, isRemote }) => {
    const { parentSpanContext } = readOne({ traceId, spanId, parentSpanId: '53995c3f42cd8ad8', flags });
    expect(parentSpanContext?.isRemote).toBe(isRemote);
  });
});

it.each([
  { kind: 0, read: 0, why: 'unspecified is internal' },
  { kind: 1, read: 0, why: 'internal' },
  { kind: 5, read: 4, why: 'consumer' },
  { kind: '3', read: 2, why: 'a number as text' },
  { kind: 'SPAN_KIND_SERVER', read: 1, why: 'a name' },
  { kind: 'SPAN_KIND_CONSUMER', read: 4, why: 'the last name' },
  { kind: 6, read: 0, why: 'a kind of a later version is internal' },
  { kind: 'SPAN_KIND_TELEPORT', read: 0, why: 'so is a name of one' },
])('reads kind $kind as $read ($why)', ({ kind, read: expected }) => {
  expect(readOne({ kind }).kind).toBe(expected);
});

it.each([
  { code: 1, read: 1 },
  { code: 'STATUS_CODE_ERROR', read: 2 },
  { code: 'STATUS_CODE_UNSET', read: 0 },
  { code: 3, read: 0 },
  { code: 'STATUS_CODE_MAYBE', read: 0 },
])('reads status code $code as $read', ({ code, read: expected }) => {
  expect(readOne({ status: { code } }).status).toEqual({ code: expected });
});

it.each([
  { nanos: '1726531200123456789', time: [1726531200, 123456789], why: 'text keeps every digit' },
  { nanos: 1726531200123456768, time: [1726531200, 123456768], why: 'a number keeps what a double holds' },
  { nanos: '999999999', time: [0, 999999999], why: 'below a second' },
  { nanos: '1000000000', time: [1, 0], why: 'a whole second' },
  { nanos: '18446744073709551615', time: [18446744073, 709551615], why: 'the largest of 64 bits' },
  { nanos: '0', time: [0, 0], why: 'zero is "not set"' },
  { nanos: null, time: [0, 0], why: 'null is absent' },
])('reads the time $nanos ($why)', ({ nanos, time }) => {
  expect(readOne({ startTimeUnixNano: nanos }).startTime).toEqual(time);
});

it('says that a span without an end has not ended', () => {
  expect(readOne({ endTimeUnixNano: '0' }).ended).toBe(false);
  expect(readOne({ endTimeUnixNano: '1' }).ended).toBe(true);
});

describe('attribute values', () => {
  it.each([
    { value: { stringValue: '' }, read: '' },
    { value: { boolValue: false }, read: false },
    { value: { intValue: '0' }, read: 0 },
    { value: { intValue: 42 }, read: 42 },
    { value: { intValue: '9007199254740991' }, read: 9007199254740991 },
    { value: { intValue: '9007199254740993' }, read: 9007199254740993n },
    { value: { intValue: '-9223372036854775808' }, read: -9223372036854775808n },
    { value: { intValue: 2 ** 60 }, read: 1152921504606846976n },
    { value: { doubleValue: 1.5 }, read: 1.5 },
    { value: { doubleValue: '-2.5' }, read: -2.5 },
    { value: { doubleValue: 'NaN' }, read: Number.NaN },
    { value: { doubleValue: '-Infinity' }, read: Number.NEGATIVE_INFINITY },
    { value: { bytesValue: 'AP8=' }, read: new Uint8Array([0, 255]) },
    { value: { bytesValue: '' }, read: new Uint8Array() },
    { value: { arrayValue: {} }, read: [] },
    { value: { arrayValue: { values: [{ intValue: '1' }, {}, { stringValue: 'x' }] } }, read: [1, null, 'x'] },
    { value: { kvlistValue: {} }, read: {} },
    {
      value: { kvlistValue: { values: [{ key: 'a', value: { arrayValue: { values: [{ boolValue: true }] } } }] } },
      read: { a: [true] },
    },
    { value: {}, read: null },
    { value: { stringValue: null }, read: null },
  ])('reads $value as $read', ({ value, read: expected }) => {
    expect(valueOf(value)).toEqual(expected);
  });

  it('leaves out a key without a value', () => {
    expect(readOne({ attributes: [{ key: 'a' }, { key: 'b', value: null }] }).attributes).toEqual({});
  });

  it('takes the first value of a key that stands there twice', () => {
    const attributes = [
      { key: 'a', value: { intValue: '1' } },
      { key: 'a', value: { intValue: '2' } },
    ];
    expect(readOne({ attributes }).attributes).toEqual({ a: 1 });
  });

  it('keeps an attribute named __proto__, at every level', () => {
    const entry = { key: '__proto__', value: { stringValue: 'own' } };
    const { attributes } = readOne({
      attributes: [entry, { key: 'map', value: { kvlistValue: { values: [entry] } } }],
    });
    expect(Object.entries(attributes)).toEqual([
      ['__proto__', 'own'],
      ['map', JSON.parse('{"__proto__":"own"}')],
    ]);
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
  });
});

it('makes one resource object for each resourceSpans entry', () => {
  const entry = { scopeSpans: [{ spans: [{}, {}] }, { spans: [{}] }] };
  const resources = read({ resourceSpans: [entry, entry] }).spans.map(({ resource }) => resource);
  expect(resources).toHaveLength(6);
  expect(new Set(resources.slice(0, 3)).size).toBe(1);
  expect(new Set(resources).size).toBe(2);
});

it('makes spans as they are asked for', () => {
  const errors: string[] = [];
  const spans = spansFromOtlp(requestOf([{ name: 'first' }, 'broken']), {
    onError: ({ message }) => errors.push(message),
  });
  // Taking one ends the iteration.
  const [first] = spans;
  expect(first?.name).toBe('first');
  expect(errors).toEqual([]);
});

it.each([{}, { resourceSpans: [] }, { resourceSpans: null }, { resourceSpans: [{}] }, requestOf([])])(
  'finds no spans in %j',
  (request) => {
    expect(read(request)).toEqual({ spans: [], errors: [] });
  },
);

it('ignores members that it does not know', () => {
  const { name } = readOne({ name: 'a', profile: {} }, { entityRefs: [] }, { attributes: [] });
  expect(name).toBe('a');
});

it.each([
  { request: null, found: 'null' },
  { request: undefined, found: 'nothing' },
  { request: 'resourceSpans', found: 'the text "resourceSpans"' },
  { request: 7, found: 'the number 7' },
  { request: [], found: 'a list' },
  { request: { resourceLogs: [] }, found: 'an object with "resourceLogs"' },
  { request: { resource_spans: [] }, found: 'an object with "resource_spans"' },
  { request: { resourceSpans: {} }, found: 'an object with "resourceSpans"' },
])('throws for a body that is no export request: $found', ({ request, found }) => {
  const expected = new OtlpError('', 'an object with a list "resourceSpans"', request);
  expect(() => spansFromOtlp(request)).toThrow(expected);
  expect(expected.message).toBe(`expected an object with a list "resourceSpans", found ${found}`);
});

describe('what cannot be read', () => {
  const at = '/resourceSpans/0/scopeSpans/0/spans/1';
  it.each([
    { bad: 'x', error: `${at}: expected an object, found the text "x"` },
    { bad: null, error: `${at}: expected an object, found null` },
    { bad: { traceId: 5 }, error: `${at}/traceId: expected text, found the number 5` },
    { bad: { name: {} }, error: `${at}/name: expected text, found an empty object` },
    { bad: { kind: true }, error: `${at}/kind: expected a number or a name, found the boolean true` },
    { bad: { status: 2 }, error: `${at}/status: expected an object, found the number 2` },
    { bad: { droppedLinksCount: -1 }, error: `${at}/droppedLinksCount: expected a whole number, found the number -1` },
    {
      bad: { startTimeUnixNano: '2024-09-17T00:00:00Z' },
      error: `${at}/startTimeUnixNano: expected nanoseconds since the epoch, as digits, found the text "2024-09-17T00:00:00Z"`,
    },
    {
      bad: { endTimeUnixNano: 1.5 },
      error: `${at}/endTimeUnixNano: expected nanoseconds since the epoch, as digits, found the number 1.5`,
    },
  ])('costs the span, and no other: $error', ({ bad, error }) => {
    const { spans, errors } = read(requestOf([{ name: 'before' }, bad, { name: 'after' }]));
    expect(spans.map(({ name }) => name)).toEqual(['before', 'after']);
    expect(errors).toEqual([error]);
  });

  const inSpan = '/resourceSpans/0/scopeSpans/0/spans/0';
  it.each([
    { bad: { attributes: {} }, error: `${inSpan}/attributes: expected a list, found an empty object` },
    { bad: { events: 'none' }, error: `${inSpan}/events: expected a list, found the text "none"` },
    { bad: { links: [[]] }, error: `${inSpan}/links/0: expected an object, found a list` },
    {
      bad: { links: [{ traceId: {} }] },
      error: `${inSpan}/links/0/traceId: expected text, found an empty object`,
    },
    {
      bad: { events: [{ timeUnixNano: 'now' }] },
      error: `${inSpan}/events/0/timeUnixNano: expected nanoseconds since the epoch, as digits, found the text "now"`,
    },
    {
      bad: { attributes: [{ key: 'a', value: { intValue: '1.5' } }] },
      error: `${inSpan}/attributes/0/value/intValue: expected a whole number, found the text "1.5"`,
    },
    {
      bad: { attributes: [{ key: 'a', value: { doubleValue: 'many' } }] },
      error: `${inSpan}/attributes/0/value/doubleValue: expected a number, "NaN" or "Infinity", found the text "many"`,
    },
    {
      bad: { attributes: [{ key: 'a', value: { boolValue: 'yes' } }] },
      error: `${inSpan}/attributes/0/value/boolValue: expected true or false, found the text "yes"`,
    },
    {
      bad: { attributes: [{ key: 'a', value: { bytesValue: '*' } }] },
      error: `${inSpan}/attributes/0/value/bytesValue: expected base64, found the text "*"`,
    },
    {
      bad: { attributes: [{ key: 'a', value: 'plain' }] },
      error: `${inSpan}/attributes/0/value: expected an object, found the text "plain"`,
    },
  ])('costs an event, a link or an attribute, but not the span: $error', ({ bad, error }) => {
    const { spans, errors } = read(requestOf([{ name: 'kept', ...bad }]));
    expect(spans).toMatchObject([{ name: 'kept', attributes: {}, events: [], links: [] }]);
    expect(errors).toEqual([error]);
  });

  it('costs the spans of a resource or scope, since their service would be wrong', () => {
    const { spans, errors } = read({
      resourceSpans: [
        { resource: 'orders', scopeSpans: [{ spans: [{}] }] },
        { scopeSpans: [{ scope: { name: 1 }, spans: [{}] }, { spans: [{ name: 'kept' }] }] },
      ],
    });
    expect(spans.map(({ name }) => name)).toEqual(['kept']);
    expect(errors).toEqual([
      '/resourceSpans/0/resource: expected an object, found the text "orders"',
      '/resourceSpans/1/scopeSpans/0/scope/name: expected text, found the number 1',
    ]);
  });

  it('keeps the place of a bad item in a list', () => {
    const values = [{ intValue: '1' }, { intValue: 'x' }, { intValue: '3' }];
    const { spans, errors } = read(requestOf([{ attributes: [{ key: 'k', value: { arrayValue: { values } } }] }]));
    expect(spans[0]?.attributes).toEqual({ k: [1, null, 3] });
    expect(errors).toHaveLength(1);
  });

  it('ends values at 100 levels, whatever comes below them', () => {
    let value: object = { stringValue: 'deep' };
    for (let i = 0; i < 10_000; i++) value = { arrayValue: { values: [value] } };
    const { spans, errors } = read(requestOf([{ name: 'kept', attributes: [{ key: 'k', value }] }]));
    expect(spans.map(({ name }) => name)).toEqual(['kept']);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/: expected at most 100 levels of lists and maps, found an object with "values"$/);
  });

  it('shows no more than the beginning of a long text', () => {
    const { errors } = read(requestOf([{ startTimeUnixNano: 'secret'.repeat(1000) }]));
    expect(errors[0]!.length).toBeLessThan(200);
  });

  test('is told of by OtlpError only, whatever JSON stands in a span', () => {
    const members = ['traceId', 'flags', 'kind', 'startTimeUnixNano', 'attributes', 'events', 'links', 'status'];
    const span = fc.dictionary(fc.constantFrom(...members), fc.jsonValue(), { noNullPrototype: true });
    const any = fc.oneof(
      fc.jsonValue(),
      span,
      fc.record({ attributes: fc.array(fc.record({ key: fc.string(), value: fc.jsonValue() })) }),
    );
    fc.assert(
      fc.property(fc.array(any), (spans) => {
        const { spans: found, errors } = read(requestOf(spans));
        expect(found.length).toBeLessThanOrEqual(spans.length);
        expect(found.length + errors.length).toBeGreaterThanOrEqual(spans.length);
      }),
    );
  });
});

test('any attribute survives the way to OTLP/JSON and back', () => {
  const { attributeValue } = fc.letrec((tie) => ({
    attributeValue: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.double({ noInteger: true }),
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
      fc.uint8Array(),
      fc.constant(null),
      fc.array(tie('attributeValue'), { maxLength: 5 }),
      fc.dictionary(fc.string(), tie('attributeValue'), { maxKeys: 5, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(attributeValue, (value) => {
      const json: unknown = JSON.parse(JSON.stringify(toAnyValue(value)));
      expect(valueOf(json as object)).toEqual(value);
    }),
  );
});

/** An `AnyValue`, as the SDKs' OTLP/JSON exporter writes it. */
function toAnyValue(value: unknown): object {
  if (value === null) return {};
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'bigint') return { intValue: String(value) };
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: value } : { doubleValue: toDouble(value) };
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toAnyValue) } };
  const entries = Object.entries(value as object);
  return { kvlistValue: { values: entries.map(([key, item]) => ({ key, value: toAnyValue(item) })) } };
}

function toDouble(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
