import { describe, expect, it, vi } from 'vitest';
import type { ReadableSpan } from '../src/span.ts';
import { translate } from '../src/translate.ts';
import { documentOf, LOCAL_PARENT, makeSpan, PARENT_ID, SPAN_ID, XRAY_TRACE_ID } from './spans.ts';

const refuse = (): never => {
  throw new Error('not yours');
};

/** A span on which reading one of its members throws. */
function refusing(...members: readonly (keyof ReadableSpan)[]): ReadableSpan {
  const span = makeSpan({ name: 'GET /orders', attributes: { a: 1 }, parentSpanContext: LOCAL_PARENT });
  for (const member of members) Object.defineProperty(span, member, { get: refuse });
  return span;
}

describe('a span that cannot be read', () => {
  const FAILED = 'the span could not be read in full: only ids, name and times were kept';

  it.each(['attributes', 'kind', 'events', 'links', 'resource', 'status'] as const)(
    'keeps ids, name and times where %s throws',
    (member) => {
      expect(translate(refusing(member))).toEqual({
        ok: true,
        documents: [
          {
            id: SPAN_ID,
            trace_id: XRAY_TRACE_ID,
            name: 'GET /orders',
            start_time: 1_700_000_000.25,
            end_time: 1_700_000_001.5,
            parent_id: PARENT_ID,
            type: 'subsegment',
            metadata: { otel: { dropped: FAILED } },
          },
        ],
        notes: [{ field: '', kind: 'dropped', message: FAILED }],
      });
    },
  );

  it('keeps its ids where everything throws', () => {
    const answer = translate(refusing('name', 'attributes', 'startTime', 'endTime', 'parentSpanContext', 'resource'));
    expect(answer).toMatchObject({
      ok: true,
      documents: [{ id: SPAN_ID, trace_id: XRAY_TRACE_ID, name: 'span', start_time: 0, in_progress: true }],
    });
  });

  it('shows its name to the redaction all the same', () => {
    const redact = vi.fn(() => 'hidden');
    expect(translate(refusing('attributes'), { redact })).toMatchObject({ documents: [{ name: 'hidden' }] });
  });

  it.each([null, undefined, 5, 'span', {}, { spanContext: refuse }])('is refused where it is %o', (span) => {
    expect(translate(span as unknown as ReadableSpan)).toEqual({ ok: false, reason: 'invalid-trace-id' });
  });
});

describe('a span that lacks what the SDKs always set', () => {
  it.each(['resource', 'events', 'links', 'status', 'droppedLinksCount', 'instrumentationScope'] as const)(
    'keeps its attributes without %s',
    (member) => {
      for (const missing of [undefined, null]) {
        const span = Object.freeze({
          ...makeSpan({ attributes: { a: 1 }, parentSpanContext: LOCAL_PARENT }),
          [member]: missing,
        });
        expect(translate(span as ReadableSpan)).toMatchObject({
          ok: true,
          documents: [{ metadata: { default: { a: 1 } } }],
          notes: [],
        });
      }
    },
  );

  it('keeps everything else without attributes', () => {
    expect(
      documentOf({ attributes: null as never, status: { code: 2, message: 'no' } }).cause?.exceptions,
    ).toHaveLength(1);
  });

  it('is read where its members are those of a class', () => {
    class Span {
      #attributes = { a: 1 };
      name = 'work';
      kind = 0;
      startTime = [1, 0] as const;
      endTime = [2, 0] as const;
      get attributes(): object {
        return this.#attributes;
      }
      spanContext(): object {
        return makeSpan().spanContext();
      }
    }
    expect(translate(new Span() as unknown as ReadableSpan)).toMatchObject({
      ok: true,
      documents: [{ metadata: { default: { a: 1 } } }],
    });
  });
});

it.each([0, 2])('gives documents of their own, although the resource is read once (kind %d)', (kind) => {
  const span = makeSpan({ kind, resource: { 'service.name': 'orders', 'cloud.account.id': '123456789012' } });
  const accounts = (): unknown[] => {
    const answer = translate(span);
    const blocks = answer.ok ? answer.documents.map((document) => document.aws ?? {}) : [];
    const seen = blocks.map((block) => block.account_id);
    for (const block of blocks) block.account_id = 'changed';
    return seen;
  };
  expect(new Set([...accounts(), ...accounts()])).toEqual(new Set(['123456789012']));
});

describe('the reader that spans share', () => {
  const one = { attributes: { 'http.request.method': 'GET', 'app.a': 'one' } };
  const two = { attributes: { 'url.full': 'https://h/', 'app.b': 'two' } };

  it('is another one where a hook translates a span of its own', () => {
    const seen: string[] = [];
    const redact = (_field: string, value: string): string => {
      if (value === 'one') seen.push(JSON.stringify(documentOf(two)));
      return value;
    };
    expect(documentOf(one, { redact })).toEqual(documentOf(one));
    expect(seen).toEqual([JSON.stringify(documentOf(two))]);
  });

  it('is left behind with a span whose attributes throw', () => {
    const before = documentOf(two);
    const attributes = Object.defineProperty({ ...one.attributes }, 'app.c', {
      enumerable: true,
      get: () => {
        throw new Error('not today');
      },
    });
    expect(documentOf({ attributes }).metadata).toHaveProperty('otel.dropped');
    expect(documentOf(two)).toEqual(before);
  });
});
