import { describe, expect, it } from 'vitest';
import type { ExceptionRecord } from '../../src/document.ts';
import { callOf, documentOf, exceptionEvent, LOCAL_PARENT, type PlainSpan, splitOf, translated } from '../spans.ts';

const thrown = (message: string, more: object = {}) =>
  exceptionEvent({ 'exception.type': 'TypeError', 'exception.message': message, ...more });
const STACK = 'TypeError: no\n    at buy (/srv/app.js:12:34)\n    at node:internal/timers:1:2';

/** Without the ids, which other tests look at. */
function exceptionsOf(span: PlainSpan): object[] {
  return (documentOf(span).cause?.exceptions ?? []).map(({ id: _id, ...rest }: ExceptionRecord) => rest);
}

describe('cause of a status', () => {
  const failed = { code: 2, message: 'no stock' };
  it.each([
    { span: { status: failed }, cause: [{ type: '', message: 'no stock' }], why: 'the status message' },
    {
      span: { status: failed, attributes: { 'error.type': 'E_STOCK' } },
      cause: [{ type: 'E_STOCK', message: 'no stock' }],
      why: 'its type',
    },
    {
      span: { status: { code: 2 }, attributes: { 'http.status_text': 'Not Found' } },
      cause: [{ type: '', message: 'Not Found' }],
      why: 'the status line',
    },
    {
      span: { status: failed, attributes: { 'http.status_text': 'Not Found' } },
      cause: [{ type: '', message: 'no stock' }],
      why: 'the message first',
    },
    { span: { status: { code: 2 } }, cause: [], why: 'nothing to say' },
    { span: { status: { code: 2, message: '' } }, cause: [], why: 'nothing to say' },
    { span: { status: { code: 1, message: 'fine' } }, cause: [], why: 'no failure' },
    { span: { status: { code: 2, message: 5 as never } }, cause: [], why: 'no text' },
    { span: { status: undefined as never }, cause: [], why: 'no status' },
  ])('of $span is $cause ($why)', ({ span, cause }) => {
    expect(exceptionsOf(span)).toEqual(cause);
  });

  it('keeps a status message where nothing failed', () => {
    expect(documentOf({ status: { code: 0, message: 'fine' } }).metadata?.['otel']).toEqual({ status_message: 'fine' });
  });

  it.each([
    { text: 'Not Found', message: undefined, kept: false, why: 'told as the cause' },
    { text: 'Not Found', message: 'no stock', kept: true, why: 'the message is the cause' },
    { text: 5, message: undefined, kept: true, why: 'no text, so not told' },
    { text: '', message: undefined, kept: true, why: 'empty, so not told' },
  ])(
    'leaves http.status_text $text an attribute beside the message $message: $kept ($why)',
    ({ text, message, kept }) => {
      const { metadata } = callOf(
        { 'http.status_text': text },
        { status: { code: 2, ...(message !== undefined && { message }) } },
      );
      expect(metadata?.['default']).toEqual(kept ? { 'http.status_text': text } : undefined);
    },
  );
});

describe('cause of exception events', () => {
  it.each([
    { attributes: {}, exception: { type: '', message: '' }, why: 'nothing is told' },
    {
      attributes: { 'exception.message': 'thrown text' },
      exception: { type: '', message: 'thrown text' },
      why: 'a thrown text has no type',
    },
    {
      attributes: { 'exception.type': 'E', 'exception.message': 5 },
      exception: { type: 'E', message: '' },
      why: 'no text',
    },
  ])('with $attributes is $exception ($why)', ({ attributes, exception }) => {
    expect(exceptionsOf({ events: [exceptionEvent(attributes)] })).toEqual([{ ...exception, remote: false }]);
  });

  it('keeps an exception attribute of another type', () => {
    const { metadata } = documentOf({
      events: [exceptionEvent({ 'exception.message': 5, 'exception.escaped': true })],
    });
    expect(metadata?.['otel']).toEqual({
      events: [
        { name: 'exception', time: 1_700_000_001, attributes: { 'exception.message': 5, 'exception.escaped': true } },
      ],
    });
  });

  it.each([
    { kind: 0, remote: false },
    { kind: 1, remote: false },
    { kind: 2, remote: true },
    { kind: 3, remote: true },
    { kind: 4, remote: false },
  ])('says of kind $kind that the other side threw: $remote', ({ kind, remote }) => {
    expect(exceptionsOf({ kind, parentSpanContext: LOCAL_PARENT, events: [thrown('no')] })).toMatchObject([{ remote }]);
  });

  it.each(['nodejs', 'webjs', 'javascript', undefined])('reads the stack of language %s', (language) => {
    const resource = language === undefined ? {} : { 'telemetry.sdk.language': language };
    expect(exceptionsOf({ resource, events: [thrown('no', { 'exception.stacktrace': STACK })] })).toMatchObject([
      { stack: [{ path: '/srv/app.js', line: 12, label: 'buy' }, { line: 1 }] },
    ]);
  });

  it.each(['java', 'python', 'NodeJS'])('keeps the stack of language %s as the text it is', (language) => {
    const { cause, metadata } = documentOf({
      resource: { 'telemetry.sdk.language': language },
      events: [thrown('no', { 'exception.stacktrace': STACK })],
    });
    expect(cause?.exceptions[0]).not.toHaveProperty('stack');
    expect(metadata?.['otel']).toEqual({ stacktraces: [STACK] });
  });

  it.each([
    { type: 'E_STOCK', stack: 'StockError: no\n    at buy (/srv/app.js:1:2)', kept: 'StockError', why: 'a code' },
    { type: '20', stack: 'AbortError: no', kept: 'AbortError', why: 'a number, and no frames' },
    { type: 'ERR_X', stack: 'TypeError [ERR_X]: no\n    at native', kept: 'TypeError', why: "Node's own form" },
    { type: 'StockError', stack: 'StockError: no', kept: undefined, why: 'the class itself' },
    { type: 'ECONNRESET', stack: 'Error: no', kept: undefined, why: 'of no class of its own' },
    { type: 'E_STOCK', stack: 'no', kept: undefined, why: 'the stack names none' },
  ])('keeps the class beside the type $type: $kept ($why)', ({ type, stack, kept }) => {
    const { cause, metadata } = documentOf({
      events: [thrown('no', { 'exception.type': type, 'exception.stacktrace': stack })],
    });
    const [exception] = cause?.exceptions ?? [];
    expect(exception?.type).toBe(type);
    expect(metadata?.['otel']).toEqual(kept && { exception_classes: { [exception?.id ?? '']: kept } });
  });

  it('keeps a stack text without frames only if it says more than the message', () => {
    const { metadata } = documentOf({ events: [thrown('no', { 'exception.stacktrace': 'Error: no\nand no frames' })] });
    expect(metadata?.['otel']).toEqual({ stacktraces: ['Error: no\nand no frames'] });
  });

  it.each([
    { message: 'no', kept: undefined, why: 'the exception says the same' },
    { message: 'failed: no', kept: { status_message: 'failed: no' }, why: 'it says more' },
    { message: '', kept: undefined, why: 'it says nothing' },
  ])('keeps the status message "$message" beside it: $kept ($why)', ({ message, kept }) => {
    expect(documentOf({ status: { code: 2, message }, events: [thrown('no')] }).metadata?.['otel']).toEqual(kept);
  });

  it('keeps 64 exceptions and counts the others', () => {
    const events = Array.from({ length: 70 }, (_, index) => thrown(`number ${index}`));
    const { documents, notes } = translated({ events });
    const exceptions = documents[0]?.cause?.exceptions ?? [];
    expect(exceptions).toHaveLength(64);
    expect(exceptions[63]).toMatchObject({ message: 'number 63', skipped: 6 });
    expect(exceptions[62]).not.toHaveProperty('skipped');
    expect(notes).toMatchObject([{ field: 'cause.exceptions', kind: 'dropped' }]);
  });

  it('gives each exception an id of its own, also in the two documents of a split call', () => {
    const { call, service } = splitOf({ kind: 2, events: [thrown('a'), thrown('a')] });
    const ids = [call, service].flatMap((document) =>
      (document.cause?.exceptions ?? []).map((exception) => exception.id),
    );
    expect(ids).toHaveLength(4);
    expect(new Set([...ids, call.id, service.id]).size).toBe(6);
  });
});

// Source: mapping table, "Errors and cause", failure events of AWS's Java agent.
describe('cause of a failed attempt of an AWS call', () => {
  const attempt = (attributes: object) => ({
    name: 'HTTP request failure',
    time: [1_700_000_000, 123_456_999] as const,
    attributes: { ...attributes },
  });
  const exceptions = (attributes: object, rpcSystem = 'aws-api') =>
    (callOf({ 'rpc.system': rpcSystem }, { events: [attempt(attributes)] }).cause?.exceptions ?? []).map(
      ({ id: _id, ...rest }) => rest,
    );
  const failure = (message: string): object => ({ type: 'aws.http.error.event', remote: true, message });

  it.each([
    { code: 503, text: '503', why: 'a number' },
    { code: '503', text: '503', why: 'a text' },
    { code: null, text: '', why: 'nothing' },
    { code: [503, null], text: '[503,null]', why: 'JSON' },
    { code: new Uint8Array([1, 2]), text: 'AQI=', why: 'base64' },
    { code: 1n, text: '1', why: 'a bigint' },
    { code: Number.NaN, text: 'NaN', why: 'no JSON' },
  ])('says $text of the code $code ($why), and microseconds cut off', ({ code, text }) => {
    const attributes = { 'http.response.status_code': code, 'aws.http.error_message': 'busy' };
    expect(exceptions(attributes)).toEqual([failure(`${text}@1700000000.123456@busy`)]);
  });

  it('is none where one of the two is missing: the event stays an event', () => {
    const { cause, metadata } = callOf(
      { 'rpc.system': 'aws-api' },
      { events: [attempt({ 'http.response.status_code': 503 })] },
    );
    expect(cause).toBeUndefined();
    expect(metadata?.['otel']).toMatchObject({
      events: [{ name: 'HTTP request failure', attributes: { 'http.response.status_code': 503 } }],
    });
  });

  it('is none for other calls', () => {
    expect(exceptions({ 'http.response.status_code': 503, 'aws.http.error_message': 'busy' }, 'grpc')).toEqual([]);
  });
});

it('shows messages, types and frames to the redaction', () => {
  const redact = (field: string, value: string): string =>
    ['message', 'stack', 'name'].includes(field) ? `${field}<${value}>` : value;
  const { cause } = documentOf(
    { events: [thrown('no', { 'exception.stacktrace': 'TypeError: no\n    at buy (/srv/app.js:1:2)' })] },
    { redact },
  );
  expect(cause?.exceptions).toMatchObject([
    { type: 'name<TypeError>', message: 'message<no>', stack: [{ path: 'stack</srv/app.js>', label: 'stack<buy>' }] },
  ]);
});
