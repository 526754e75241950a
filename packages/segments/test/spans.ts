import { slotsOf } from '../src/attribute-keys.ts';
import { AttributeReader } from '../src/attributes.ts';
import type { SegmentDocument } from '../src/document.ts';
import type { SpanFacts } from '../src/facts.ts';
import { toXRayTraceId } from '../src/ids.ts';
import { resolveOptions } from '../src/options.ts';
import { readResource } from '../src/resource.ts';
import type { Attributes, ReadableSpan, SpanEvent } from '../src/span.ts';
import { translate } from '../src/translate.ts';
import type { Note, TranslateOptions } from '../src/translation.ts';

export const TRACE_ID = '6553f100a1b2c3d4e5f60718293a4b5c';
export const XRAY_TRACE_ID = '1-6553f100-a1b2c3d4e5f60718293a4b5c';
export const SPAN_ID = '00f067aa0ba902b7';
export const PARENT_ID = '53995c3f42cd8ad8';

/** A parent in the same process, in another one, or (as in SDK 1.x) who knows where. */
export const LOCAL_PARENT = { traceId: TRACE_ID, spanId: PARENT_ID, isRemote: false };
export const REMOTE_PARENT = { traceId: TRACE_ID, spanId: PARENT_ID, isRemote: true };
export const UNKNOWN_PARENT = { traceId: TRACE_ID, spanId: PARENT_ID };

/** A span as JSON can write it: what is missing is that of an internal root of a service named `orders`. */
export interface PlainSpan extends Partial<Omit<ReadableSpan, 'spanContext' | 'resource'>> {
  readonly traceId?: string;
  readonly spanId?: string;
  /** Attributes of the resource. */
  readonly resource?: Attributes;
}

export function makeSpan({ traceId = TRACE_ID, spanId = SPAN_ID, resource, ...members }: PlainSpan = {}): ReadableSpan {
  return {
    name: 'work',
    kind: 0,
    startTime: [1_700_000_000, 250_000_000],
    endTime: [1_700_000_001, 500_000_000],
    ended: true,
    status: { code: 0 },
    attributes: {},
    links: [],
    events: [],
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    ...members,
    resource: { attributes: resource ?? { 'service.name': 'orders' } },
    spanContext: () => ({ traceId, spanId, traceFlags: 1 }),
  };
}

export function exceptionEvent(attributes: Attributes): SpanEvent {
  return { name: 'exception', time: [1_700_000_001, 0], attributes };
}

/** Translates and gives documents and notes; fails the test where there are none. */
export function translated(
  span: PlainSpan,
  options?: TranslateOptions,
): { documents: readonly SegmentDocument[]; notes: readonly Note[] } {
  const answer = translate(makeSpan(span), options);
  if (!answer.ok) throw new Error(`no documents: ${answer.reason}`);
  return answer;
}

/** The document of a span that must become exactly one. */
export function documentOf(span: PlainSpan, options?: TranslateOptions): SegmentDocument {
  const { documents } = translated(span, options);
  if (documents.length !== 1) throw new Error(`${documents.length} documents instead of one`);
  return documents[0] as SegmentDocument;
}

/** The call's document and the service's segment of a span that must become both. */
export function splitOf(
  span: PlainSpan,
  options?: TranslateOptions,
): { call: SegmentDocument; service: SegmentDocument } {
  const [call, service, ...rest] = translated(span, options).documents;
  if (call === undefined || service === undefined || rest.length > 0) throw new Error('not two documents');
  return { call, service };
}

/** A subsegment's parent-side members, so that a test of a call need not care for the split of roots. */
export function callOf(attributes: Attributes, members: PlainSpan = {}): SegmentDocument {
  return documentOf({ kind: 2, parentSpanContext: LOCAL_PARENT, attributes, ...members });
}

/** A server span's document. */
export function serverOf(attributes: Attributes, members: PlainSpan = {}): SegmentDocument {
  return documentOf({ kind: 1, attributes, ...members });
}

/** What a field's function is told, for tests that ask it alone. */
export function factsOf(
  members: PlainSpan = {},
  options: TranslateOptions = {},
  shape: Partial<SpanFacts['shape']> = {},
): SpanFacts {
  const span = makeSpan(members);
  const attributes = new AttributeReader(span.attributes);
  const resolved = resolveOptions(options);
  return {
    span,
    attributes,
    options: resolved,
    resource: readResource(span.resource, resolved),
    shape: { form: 'segment', isCall: false, isServiceRoot: true, isMarkedRoot: false, ...shape },
    traceId: toXRayTraceId(span.spanContext().traceId) ?? XRAY_TRACE_ID,
    spanId: span.spanContext().spanId,
    parentId: span.parentSpanContext?.spanId,
    isAwsCall: attributes.firstText(slotsOf('rpc.system.name', 'rpc.system')) === 'aws-api',
    notes: [],
    extras: {},
    callee: undefined,
    host: undefined,
  };
}
