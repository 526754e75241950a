import { describe, expect, it } from 'vitest';
import { alternativesTo, attributeInput, isAttribute, readInput, replaceInput } from '../../src/explain/inputs.ts';
import { copySpan, type Subject } from '../../src/explain/subject.ts';
import { exceptionEvent, LOCAL_PARENT, makeSpan, SPAN_ID, TRACE_ID } from '../spans.ts';

const span = copySpan(
  makeSpan({
    name: 'GET /orders',
    kind: 2,
    parentSpanContext: LOCAL_PARENT,
    status: { code: 2, message: 'no stock' },
    attributes: { 'app.tenant': 'acme', 'span.name': 'an attribute', 'resource:x': 1, ['__proto__']: 2 },
    resource: { 'service.name': 'orders' },
    events: [
      { name: 'retry', time: [1, 0] },
      exceptionEvent({ 'exception.type': 'Error' }),
      exceptionEvent({ 'exception.type': 'RangeError' }),
    ],
    links: [{ context: LOCAL_PARENT, attributes: { 'app.reason': 'retry' } }],
    instrumentationScope: { name: 'orders-app' },
    droppedEventsCount: 3,
  }),
);
const subject: Subject = { span, options: { logGroupNames: ['/orders'] } };

describe('inputs', () => {
  it.each([
    { input: 'app.tenant', value: 'acme', other: 'other' },
    { input: 'app.plan', value: undefined, other: 'gold' },
    { input: 'resource:service.name', value: 'orders', other: 'other' },
    { input: 'attribute:span.name', value: 'an attribute', other: 'other' },
    { input: 'attribute:resource:x', value: 1, other: 2 },
    { input: 'events[exception].exception.type', value: 'Error', other: 'other' },
    { input: 'events[*].exception.type', value: 'Error', other: 'other' },
    { input: 'span.name', value: 'GET /orders', other: 'other' },
    { input: 'span.traceId', value: TRACE_ID, other: 'f'.repeat(32) },
    { input: 'span.spanId', value: SPAN_ID, other: 'f'.repeat(16) },
    { input: 'span.droppedEventsCount', value: 3, other: 4 },
    { input: 'status.code', value: 2, other: 1 },
    { input: 'status.message', value: 'no stock', other: 'other' },
    { input: 'parent.spanId', value: LOCAL_PARENT.spanId, other: 'f'.repeat(16) },
    { input: 'parent.isRemote', value: false, other: true },
    { input: 'scope.name', value: 'orders-app', other: 'other' },
    { input: 'option:logGroupNames', value: ['/orders'], other: ['/other'] },
  ])('reads and replaces $input', ({ input, value, other }) => {
    const before = JSON.stringify(subject);
    expect(readInput(subject, input)).toEqual(value);
    expect(readInput(replaceInput(subject, input, other), input)).toEqual(other);
    expect(readInput(replaceInput(subject, input, undefined), input)).toBeUndefined();
    expect(JSON.stringify(subject)).toBe(before);
  });

  it.each([
    { input: 'events[exception]', left: ['retry'] },
    { input: 'events[*]', left: [] },
  ])('takes the events of $input away', ({ input, left }) => {
    expect(replaceInput(subject, input, undefined).span.events.map(({ name }) => name)).toEqual(left);
  });

  it.each([
    { input: 'links.context', links: [] },
    { input: 'links.attributes', links: [{ context: LOCAL_PARENT }] },
  ])('takes $input away', ({ input, links }) => {
    expect(readInput(subject, input)).toBeDefined();
    expect(replaceInput(subject, input, undefined).span.links).toEqual(links);
  });

  it.each([
    { key: 'http.route', input: 'http.route' },
    { key: 'span.name', input: 'attribute:span.name' },
    { key: 'resource:x', input: 'attribute:resource:x' },
    { key: 'option:x', input: 'attribute:option:x' },
    { key: 'attribute:x', input: 'attribute:attribute:x' },
    { key: 'events[x]', input: 'attribute:events[x]' },
    { key: 'status.text.long', input: 'status.text.long' },
  ])('calls the attribute $key $input', ({ key, input }) => {
    expect(attributeInput(key)).toBe(input);
    expect(isAttribute(input)).toBe(true);
    const given = replaceInput(subject, input, 'here');
    expect(given.span.attributes[key]).toBe('here');
    expect(readInput(given, input)).toBe('here');
  });

  it.each(['span.kind', 'status.code', 'option:scope'])('does not call %s an attribute', (input) => {
    expect(isAttribute(input)).toBe(false);
  });
});

describe('alternatives', () => {
  it.each([
    { input: 'app.tenant', value: 'acme' },
    { input: 'app.count', value: 3 },
    { input: 'app.flag', value: true },
    { input: 'span.kind', value: 2 },
    { input: 'span.kind', value: 1 },
    { input: 'span.traceId', value: TRACE_ID },
    { input: 'span.startTime', value: [5, 0] },
    { input: 'app.list', value: ['a'] },
  ])('of $input are never what it holds', ({ input, value }) => {
    const alternatives = alternativesTo(input, value);
    expect(alternatives).not.toHaveLength(0);
    expect(alternatives).not.toContainEqual(value);
  });
});
