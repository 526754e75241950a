import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encode,
  isSpanId,
  type ReadableSpan,
  type SegmentDocument,
  translate,
  type TranslateOptions,
  type Translation,
} from '@otel-xray/segments';
import { hostileSpanData, spanData, type SpanData, toSpan, translateOptions } from '@otel-xray/testing/arbitraries';
import { schemaErrors } from './schema-errors.ts';

const TRACE_ID = '6553f100a1b2c3d4e5f60718293a4b5c';
const SPAN_ID = '00f067aa0ba902b7';

/** As it is, and not a copy: frozen data stay frozen. */
function spanOf({ traceId, spanId, ...members }: SpanData): ReadableSpan {
  return { ...members, spanContext: () => ({ traceId, spanId, traceFlags: 1 }) } as unknown as ReadableSpan;
}

function documentsOf(data: SpanData, options?: TranslateOptions): readonly SegmentDocument[] {
  return documentsOfSpan(spanOf(data), options);
}

function documentsOfSpan(span: ReadableSpan, options?: TranslateOptions): readonly SegmentDocument[] {
  const answer = translate(span, options);
  if (!answer.ok) throw new Error(`no documents: ${answer.reason}`);
  return answer.documents;
}

/** Where a value is not what JSON can write and read back as it was; `undefined` if it is nowhere. */
function notJson(value: unknown, path = ''): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${path}: ${value}`;
  if (typeof value !== 'object') return `${path}: ${typeof value}`;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const found = index in value ? notJson(value[index], `${path}/${index}`) : `${path}/${index}: hole`;
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return `${path}: no plain object`;
  for (const key of Object.keys(value)) {
    const found = notJson((value as Record<string, unknown>)[key], `${path}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function deepFreeze<T>(value: T, seen = new Set<unknown>()): T {
  if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return value;
  seen.add(value);
  for (const key of Reflect.ownKeys(value)) deepFreeze((value as Record<PropertyKey, unknown>)[key], seen);
  return Object.freeze(value);
}

/** A copy whose members stand in the opposite order, down to the last attribute. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('translate, whatever the span holds', () => {
  test('never throws, and writes JSON that X-Ray takes', () => {
    fc.assert(
      fc.property(fc.oneof(spanData(), hostileSpanData()), translateOptions(), (data, options) => {
        for (const document of documentsOfSpan(toSpan(data), options)) {
          expect(notJson(document)).toBeUndefined();
          expect(schemaErrors(document)).toEqual([]);
          expect(encode(document).length).toBeGreaterThan(30);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('never throws for what is no span at all', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (span, context) => {
        expect(translate(span as ReadableSpan).ok).toBe(false);
        expect(translate({ spanContext: () => context } as ReadableSpan).ok).toBe(false);
      }),
    );
  });

  test('refuses a span without valid ids and takes every other', () => {
    const id = fc.oneof(
      fc.constantFrom('', '0'.repeat(16), '0'.repeat(32), SPAN_ID, TRACE_ID, SPAN_ID.toUpperCase()),
      fc.anything(),
    );
    fc.assert(
      fc.property(spanData(), id, id, (data, traceId, spanId) => {
        const answer = translate(spanOf({ ...data, traceId, spanId }));
        const isTrace = typeof traceId === 'string' && /^(?!0*$)[0-9a-f]{32}$/i.test(traceId);
        const isSpan = typeof spanId === 'string' && /^(?!0*$)[0-9a-f]{16}$/i.test(spanId);
        const expected = isTrace ? (isSpan ? undefined : 'invalid-span-id') : 'invalid-trace-id';
        expect(answer.ok ? undefined : answer.reason).toBe(expected);
      }),
    );
  });
});

describe('translate, of any span', () => {
  test('gives the ids of the span, and ids of its own that are valid and unique', () => {
    fc.assert(
      fc.property(spanData(), (data) => {
        const documents = documentsOf(data);
        const { traceId, spanId } = spanOf(data).spanContext();
        expect(documents[0]?.id).toBe(spanId);
        for (const document of documents) expect(document.trace_id.replaceAll('-', '')).toBe(`1${traceId}`);
        const ids = documents.flatMap((document) => [
          document.id,
          ...(document.cause?.exceptions ?? []).map((exception) => exception.id),
        ]);
        expect(ids.filter((id) => !isSpanId(id))).toEqual([]);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  test('gives a tree: the call below its service, an independent subsegment below its parent', () => {
    fc.assert(
      fc.property(spanData(), (data) => {
        const [first, service] = documentsOf(data);
        const parent = (data['parentSpanContext'] as { spanId: string } | undefined)?.spanId;
        expect(first?.parent_id).toBe(service?.id ?? parent);
        expect(service?.parent_id).toBe(service === undefined ? undefined : parent);
        expect(first?.type === 'subsegment' ? first.parent_id : SPAN_ID).toBeDefined();
        expect(service?.type).toBeUndefined();
      }),
    );
  });

  test('gives the times of the span in seconds, and either an end or `in_progress`', () => {
    fc.assert(
      fc.property(spanData(), (data) => {
        const [start, end] = [data['startTime'], data['endTime']].map((time) => {
          const [seconds, nanos] = time as [number, number];
          return Number(BigInt(seconds) * 1_000_000_000n + BigInt(nanos)) / 1e9;
        }) as [number, number];
        const isOpen = data['ended'] === false || end === 0;
        for (const document of documentsOf(data)) {
          expect(Math.abs(document.start_time - start)).toBeLessThan(1e-6);
          expect(document.in_progress).toBe(isOpen ? true : undefined);
          expect(isOpen ? document.end_time === undefined : Math.abs((document.end_time ?? 0) - end) < 1e-6).toBe(true);
        }
      }),
    );
  });

  test('answers the same for the same span and for a copy of it', () => {
    fc.assert(
      fc.property(spanData(), translateOptions(), (data, options) => {
        const answer = translate(spanOf(data), options);
        expect(translate(spanOf(data), options)).toEqual(answer);
        expect(translate(spanOf(structuredClone(data)), { ...options })).toEqual(answer);
      }),
    );
  });

  test('answers the same whatever the order of the attributes', () => {
    fc.assert(
      fc.property(spanData(), translateOptions(), (data, options) => {
        const answer = translate(spanOf(data), options);
        expect(sorted(translate(spanOf(reversed(data) as SpanData), options))).toEqual(sorted(answer));
      }),
    );
  });

  test('changes nothing of what it is given', () => {
    fc.assert(
      fc.property(spanData(), translateOptions(), (data, options) => {
        const before = documentsOf(data, options);
        expect(documentsOf(deepFreeze(structuredClone(data)), deepFreeze({ ...options }))).toEqual(before);
      }),
    );
  });

  test('loses no attribute: each scalar stands somewhere in the documents', () => {
    fc.assert(
      fc.property(spanData(), translateOptions(), (data, options) => {
        const told = scalarsOf(documentsOf(data, { ...options, redact: undefined }));
        const lost = Object.entries(data['attributes'] as object).filter(
          ([key, value]) =>
            isScalar(value) &&
            !isReadAsJson(key) &&
            !tellingsOf(key, value).some((telling) => told.some((text) => text.includes(telling))),
        );
        expect(lost).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('loses no attribute of the resource where the document stands for the service', () => {
    fc.assert(
      fc.property(spanData(), translateOptions(), (data, options) => {
        const documents = documentsOf({ ...data, parentSpanContext: undefined }, { ...options, redact: undefined });
        const told = scalarsOf(documents.at(-1));
        const attributes = Object.entries((data.resource as { attributes: object }).attributes);
        expect(attributes.filter(([, value]) => isScalar(value) && !told.includes(String(value)))).toEqual([]);
      }),
    );
  });
});

/** Notes come in the order in which the attributes were met. */
function sorted(answer: Translation): object {
  if (!answer.ok) return answer;
  return { documents: answer.documents, notes: answer.notes.map((note) => JSON.stringify(note)).sort() };
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Its members are told, and not the text that held them. */
function isReadAsJson(key: string): boolean {
  return key.startsWith('aws.xray.metadata.');
}

/** The texts by which a value can be told: itself, and attempts also as retries. */
function tellingsOf(key: string, value: string | number | boolean): string[] {
  return key === 'aws.attempts' && typeof value === 'number' ? [String(value), String(value - 1)] : [String(value)];
}

/** Every scalar of a document, as text. */
function scalarsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.values(value).flatMap(scalarsOf);
}
