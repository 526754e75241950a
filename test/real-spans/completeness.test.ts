import { type ReadableSpan, translate } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { loadTraces } from './load.ts';

const spans = loadTraces(process.env['REAL_SPANS']).flatMap((trace) => trace.spans);

/** What is told otherwise than word by word; other tests see to it. */
const TOLD_OTHERWISE = /^(db\.query\.text|db\.statement|db\.postgresql\.values|exception\.stacktrace|aws\.attempts)$/;
const SECRET = /[?&](sig|signature|token|awsaccesskeyid|x-\w+-\w+)=|:\/\/[^/\s]+@|^\+\d+$/i;

/** All keys and values of the documents, as texts, one a line. */
function leavesOf(value: unknown, into: string[] = []): string[] {
  if (typeof value !== 'object' || value === null) into.push(String(value));
  else for (const [key, member] of Object.entries(value)) leavesOf(member, (into.push(key), into));
  return into;
}

/** Every value as a text, with its key; those of lists and maps one by one. */
function valuesOf(attributes: object): (readonly [key: string, value: string])[] {
  return Object.entries(attributes).flatMap(([key, value]: [string, unknown]) => {
    if (value instanceof Uint8Array) return [[key, Buffer.from(value).toString('base64')] as const];
    if (typeof value !== 'object' || value === null) return [[key, String(value)] as const];
    return valuesOf(value).map(([, inner]) => [key, inner] as const);
  });
}

/** The port that a URL goes without. */
function isUsualPort(key: string, value: string): boolean {
  return key.endsWith('.port') && /^(80|443)$/.test(value);
}

function lostOf(span: ReadableSpan): unknown[] {
  const translation = translate(span);
  const leaves = translation.ok ? leavesOf(translation.documents) : [];
  const lists = [
    span.attributes,
    ...span.events.map(({ attributes = {} }) => attributes),
    ...span.links.map(({ attributes = {} }) => attributes),
  ];
  return lists
    .flatMap(valuesOf)
    .filter(
      ([key, value]) =>
        !TOLD_OTHERWISE.test(key) && !SECRET.test(value) && !isUsualPort(key, value) && value !== '_OTHER',
    )
    .filter(([, value]) => !leaves.some((leaf) => leaf.includes(value)))
    .map(([key, value]) => ({ span: span.name, key, value }));
}

describe('nothing vanishes', () => {
  it('of the values of attributes, events and links', () => {
    expect(spans.flatMap(lostOf)).toEqual([]);
  });

  it('of the names of events', () => {
    const named = spans.flatMap((span) =>
      span.events
        .filter(({ name }) => name !== 'exception')
        .map(({ name }) => ({ name, text: JSON.stringify(translate(span)) })),
    );
    expect(named).not.toHaveLength(0);
    expect(named.filter(({ name, text }) => !text.includes(`"name":"${name}"`))).toEqual([]);
  });

  it('of status messages', () => {
    const told = spans.filter(({ status }) => (status.message ?? '') !== '' && !SECRET.test(status.message ?? ''));
    expect(told).not.toHaveLength(0);
    expect(told.filter((span) => !leavesOf(translate(span)).includes(span.status.message ?? ''))).toEqual([]);
  });

  it('of what the SDK has dropped: its count stays', () => {
    const dropped = spans.filter(
      (span) => (span.droppedAttributesCount ?? 0) + (span.droppedEventsCount ?? 0) + (span.droppedLinksCount ?? 0) > 0,
    );
    const wrong = dropped.filter((span) => {
      const translation = translate(span);
      const counts = translation.ok ? translation.documents[0]?.metadata?.['otel']?.['dropped'] : undefined;
      const [attributes, events, links] = [
        span.droppedAttributesCount,
        span.droppedEventsCount,
        span.droppedLinksCount,
      ];
      return (
        JSON.stringify({ attributes: 0, events: 0, links: 0, ...pick(counts) }) !==
        JSON.stringify({ attributes, events, links })
      );
    });
    expect(wrong).toEqual([]);
  });

  it('of links: each is one, or stands in the metadata', () => {
    const linked = spans.filter(({ links }) => links.length > 0);
    expect(linked).not.toHaveLength(0);
    expect(
      linked.filter((span) => span.links.some(({ context }) => !leavesOf(translate(span)).includes(context.spanId))),
    ).toEqual([]);
  });
});

describe('every document', () => {
  it('has the ids, the parent and the times of its span', () => {
    const wrong = spans.flatMap((span) => {
      const { traceId, spanId } = span.spanContext();
      const translation = translate(span);
      const all = translation.ok ? translation.documents : [];
      const document = all.find(({ id }) => id === spanId);
      const top = all.find(({ type }) => type === undefined) ?? document;
      const near = (seconds: number | undefined, [whole, nanos]: readonly [number, number]): boolean =>
        Math.abs((seconds ?? 0) - (whole + nanos / 1e9)) < 1e-6;
      const isRight =
        document?.trace_id === `1-${traceId.slice(0, 8)}-${traceId.slice(8)}` &&
        top?.parent_id === span.parentSpanContext?.spanId &&
        near(document.start_time, span.startTime) &&
        near(document.end_time, span.endTime);
      return isRight ? [] : [{ span: span.name, documents: all }];
    });
    expect(wrong).toEqual([]);
  });

  it('is a subsegment only below a parent, and bears a namespace only then', () => {
    const all = spans.flatMap((span) => {
      const translation = translate(span);
      return translation.ok ? translation.documents : [];
    });
    expect(all.filter(({ type, parent_id }) => type === 'subsegment' && parent_id === undefined)).toEqual([]);
    expect(all.filter(({ type, namespace }) => type === undefined && namespace !== undefined)).toEqual([]);
  });
});

/** The counts of the span itself, without those of its events and links. */
function pick(counts: unknown): object {
  const own = Object.entries((counts ?? {}) as Record<string, number>).filter(([key]) => !key.includes('_'));
  return Object.fromEntries(own);
}
