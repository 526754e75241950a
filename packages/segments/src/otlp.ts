import { OtlpError } from './otlp/error.ts';
import { attempt, isObject, nodeOf, nodesOf, type OtlpNode, type Report } from './otlp/node.ts';
import { countOf, enumOf, idOf, textOf, timeOf } from './otlp/scalars.ts';
import { readAttributes } from './otlp/values.ts';
import {
  SpanKind,
  StatusCode,
  type InstrumentationScope,
  type ReadableSpan,
  type Resource,
  type SpanContext,
  type SpanEvent,
  type SpanLink,
  type SpanStatus,
} from './span.ts';

export { OtlpError } from './otlp/error.ts';

/** How {@link spansFromOtlp} deals with what it cannot read. */
export interface OtlpOptions {
  /**
   * Told of each part that is left out because it is not what the format says: a span, or an event, link or attribute
   * of one, whichever is smallest. Without it they are left out all the same.
   */
  readonly onError?: ((error: OtlpError) => void) | undefined;
}

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const ZERO_SPAN_ID = '0'.repeat(SPAN_ID_BYTES * 2);

// Bit 0 of a span's flags is "sampled": a span that was exported was.
const SAMPLED = 1;
const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

// OTLP's numbers, which are one more than those of the API. Unspecified is internal, as in the API.
const KINDS = [
  SpanKind.internal,
  SpanKind.internal,
  SpanKind.server,
  SpanKind.client,
  SpanKind.producer,
  SpanKind.consumer,
] as const;
const KIND_NAMES = [
  'SPAN_KIND_UNSPECIFIED',
  'SPAN_KIND_INTERNAL',
  'SPAN_KIND_SERVER',
  'SPAN_KIND_CLIENT',
  'SPAN_KIND_PRODUCER',
  'SPAN_KIND_CONSUMER',
];
const STATUS_NAMES = ['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR'];

/**
 * The spans of one OTLP/JSON trace export request, `{ "resourceSpans": […] }`: the body of `POST /v1/traces`, or a line
 * of the Collector's file exporter. Spans are made one by one, as they are asked for.
 *
 * All spans of one `resourceSpans` entry share one resource object. A span without an end time has `endTime` `[0, 0]`
 * and `ended` false; a missing id is all zeros. Ids may be hex or base64, times and integers texts or numbers, kinds
 * and status codes numbers or names. Members that the format does not know are ignored, as it demands.
 *
 * @param request - the parsed JSON.
 * @throws OtlpError if `request` is no export request. Later faults cost the part they are in: see `onError`.
 * @see OTLP specification 1.x, "JSON Protobuf Encoding"; `opentelemetry/proto/trace/v1/trace.proto`.
 */
export function spansFromOtlp(request: unknown, options: OtlpOptions = {}): Iterable<ReadableSpan> {
  if (!isExportRequest(request)) throw new OtlpError('', 'an object with a list "resourceSpans"', request);
  return readRequest({ members: request }, options.onError ?? (() => {}));
}

// An object without members is a request without spans, and so is `null` for the list: writers leave out what is empty.
function isExportRequest(request: unknown): request is Readonly<Record<string, unknown>> {
  if (!isObject(request)) return false;
  if (!('resourceSpans' in request)) return Object.keys(request).length === 0;
  return Array.isArray(request.resourceSpans ?? []);
}

function* readRequest(request: OtlpNode, report: Report): Generator<ReadableSpan> {
  for (const entry of nodesOf(request, 'resourceSpans', report)) {
    const resource = attempt(report, () => readResource(entry, report));
    if (resource === undefined) continue;
    for (const group of nodesOf(entry, 'scopeSpans', report)) {
      const scope = attempt(report, () => readScope(group));
      if (scope === undefined) continue;
      for (const node of nodesOf(group, 'spans', report)) {
        const span = attempt(report, () => readSpan(node, resource, scope, report));
        if (span !== undefined) yield span;
      }
    }
  }
}

function readResource(entry: OtlpNode, report: Report): Resource {
  const resource = nodeOf(entry, 'resource');
  return { attributes: resource === undefined ? {} : readAttributes(resource, 'attributes', report) };
}

function readScope(group: OtlpNode): InstrumentationScope {
  const scope = nodeOf(group, 'scope');
  if (scope === undefined) return { name: '' };
  const version = textOf(scope, 'version');
  return { name: textOf(scope, 'name'), ...(version === '' ? {} : { version }) };
}

function readSpan(node: OtlpNode, resource: Resource, scope: InstrumentationScope, report: Report): ReadableSpan {
  const context = readContext(node, SAMPLED);
  const parentSpanContext = readParent(node, context);
  const endTime = timeOf(node, 'endTimeUnixNano');
  return {
    name: textOf(node, 'name'),
    kind: KINDS[enumOf(node, 'kind', KIND_NAMES)] ?? SpanKind.internal,
    spanContext: () => context,
    ...(parentSpanContext === undefined ? {} : { parentSpanContext }),
    startTime: timeOf(node, 'startTimeUnixNano'),
    endTime,
    ended: endTime[0] !== 0 || endTime[1] !== 0,
    status: readStatus(node),
    attributes: readAttributes(node, 'attributes', report),
    links: readEach(node, 'links', report, readLink),
    events: readEach(node, 'events', report, readEvent),
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: countOf(node, 'droppedAttributesCount'),
    droppedEventsCount: countOf(node, 'droppedEventsCount'),
    droppedLinksCount: countOf(node, 'droppedLinksCount'),
  };
}

function readContext(node: OtlpNode, traceFlags: number): SpanContext {
  return {
    traceId: idOf(node, 'traceId', TRACE_ID_BYTES),
    spanId: idOf(node, 'spanId', SPAN_ID_BYTES),
    traceFlags,
  };
}

function readParent(node: OtlpNode, { traceId }: SpanContext): SpanContext | undefined {
  const spanId = idOf(node, 'parentSpanId', SPAN_ID_BYTES);
  if (spanId === ZERO_SPAN_ID) return undefined;
  return { traceId, spanId, traceFlags: SAMPLED, ...remoteness(countOf(node, 'flags')) };
}

/** Only where the flags say so: writers older than OTLP 1.3 say nothing. */
function remoteness(flags: number): { isRemote?: boolean } {
  return (flags & HAS_IS_REMOTE) === 0 ? {} : { isRemote: (flags & IS_REMOTE) !== 0 };
}

function readStatus(node: OtlpNode): SpanStatus {
  const status = nodeOf(node, 'status');
  if (status === undefined) return { code: StatusCode.unset };
  const message = textOf(status, 'message');
  const code = enumOf(status, 'code', STATUS_NAMES);
  return { code: code in STATUS_NAMES ? code : StatusCode.unset, ...(message === '' ? {} : { message }) };
}

function readLink(node: OtlpNode, report: Report): SpanLink {
  const flags = countOf(node, 'flags');
  // Without flags nothing is known of the linked span; that it was linked makes "sampled" the likelier.
  const context = { ...readContext(node, flags === 0 ? SAMPLED : flags & 0xff), ...remoteness(flags) };
  return { context, attributes: readAttributes(node, 'attributes', report) };
}

function readEvent(node: OtlpNode, report: Report): SpanEvent {
  return {
    name: textOf(node, 'name'),
    time: timeOf(node, 'timeUnixNano'),
    attributes: readAttributes(node, 'attributes', report),
  };
}

function readEach<T>(node: OtlpNode, key: string, report: Report, read: (item: OtlpNode, report: Report) => T): T[] {
  const parts: T[] = [];
  for (const item of nodesOf(node, key, report)) {
    const part = attempt(report, () => read(item, report));
    if (part !== undefined) parts.push(part);
  }
  return parts;
}
