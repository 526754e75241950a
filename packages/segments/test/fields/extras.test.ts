import { describe, expect, it } from 'vitest';
import type { ReadableSpan } from '../../src/span.ts';
import { documentOf, LOCAL_PARENT, type PlainSpan, splitOf } from '../spans.ts';
import type { TranslateOptions } from '../../src/translation.ts';

function extrasOf(span: PlainSpan, options?: TranslateOptions) {
  return documentOf({ parentSpanContext: LOCAL_PARENT, ...span }, options).metadata?.['otel'];
}

describe('events in metadata', () => {
  const time = [1_700_000_000, 500_000_000] as const;
  it.each([
    { events: [], extras: undefined, why: 'none' },
    { events: [{ name: 'hit', time }], extras: [{ name: 'hit', time: 1_700_000_000.5 }], why: 'no attributes' },
    {
      events: [{ name: '', time, attributes: { a: 0 } }],
      extras: [{ name: '', time: 1_700_000_000.5, attributes: { a: 0 } }],
      why: 'no name',
    },
    { events: [{ name: 'hit', time: [-1, 0] as const }], extras: [{ name: 'hit' }], why: 'no time' },
    {
      events: [{ name: 'exception', time, attributes: { 'exception.type': 'E' } }],
      extras: undefined,
      why: 'told by cause',
    },
    { events: [{ name: 'exception', time }], extras: undefined, why: 'told by cause' },
    {
      events: [{ name: 'exception', time, attributes: { 'exception.type': 'E', 'exception.escaped': true } }],
      extras: [{ name: 'exception', time: 1_700_000_000.5, attributes: { 'exception.escaped': true } }],
      why: 'what else an exception carries',
    },
  ])('are $extras of $events ($why)', ({ events, extras }) => {
    expect(extrasOf({ events })?.['events']).toEqual(extras);
  });

  it.each([undefined, null, 'events', [null, 5, 'x']])('are none of %o', (events) => {
    expect(extrasOf({ events: events as never })).toBeUndefined();
  });

  it('keep what stands beside an event that is none', () => {
    const events = [null, { name: 'hit', time: [1, 0] }] as never;
    const document = documentOf({ events, attributes: { a: 1 }, parentSpanContext: LOCAL_PARENT });
    expect(document.metadata).toEqual({ default: { a: 1 }, otel: { events: [{ name: 'hit', time: 1 }] } });
  });
});

describe('counts of what the SDK dropped', () => {
  it.each([
    { span: {}, dropped: undefined, why: 'nothing' },
    {
      span: { droppedAttributesCount: 1, droppedEventsCount: 0, droppedLinksCount: 3 },
      dropped: { attributes: 1, links: 3 },
      why: 'those that are not zero',
    },
    { span: { droppedEventsCount: Number.NaN }, dropped: undefined, why: 'no count' },
    { span: { droppedEventsCount: Number.POSITIVE_INFINITY }, dropped: undefined, why: 'no count' },
    { span: { droppedEventsCount: 5n as never }, dropped: undefined, why: 'no number' },
    { span: { droppedEventsCount: -1 }, dropped: undefined, why: 'no count' },
  ])('are $dropped ($why)', ({ span, dropped }) => {
    expect(extrasOf(span)?.['dropped']).toEqual(dropped);
  });
});

describe('the instrumentation scope', () => {
  const instrumentationScope = { name: 'orders-app', version: '1.4.2' };
  it.each([
    { span: { instrumentationScope }, scope: { name: 'orders-app', version: '1.4.2' }, why: 'name and version' },
    { span: { instrumentationScope: { name: 'orders-app' } }, scope: { name: 'orders-app' }, why: 'no version' },
    {
      span: { instrumentationLibrary: instrumentationScope },
      scope: { name: 'orders-app', version: '1.4.2' },
      why: 'SDK 1.x',
    },
    { span: { instrumentationScope: { name: '' } }, scope: undefined, why: 'no name' },
    { span: { instrumentationScope: null as never }, scope: undefined, why: 'none' },
    { span: {}, scope: undefined, why: 'none' },
  ])('is $scope on request ($why)', ({ span, scope }) => {
    expect(extrasOf(span, { scope: true })?.['scope']).toEqual(scope);
    expect(extrasOf(span)).toBeUndefined();
  });
});

it('are told by the call alone where the span is split', () => {
  const { call, service } = splitOf({ kind: 2, droppedLinksCount: 1 } satisfies Partial<ReadableSpan>);
  expect([call.metadata?.['otel'], service.metadata?.['otel']]).toEqual([{ dropped: { links: 1 } }, undefined]);
});
