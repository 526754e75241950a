import { slotOf } from '../attribute-keys.ts';
import type { AttributeReader } from '../attributes.ts';
import type { SpanFacts } from '../facts.ts';
import type { Attributes, SpanEvent } from '../span.ts';
import { setOwn, toJsonValue } from '../values.ts';
import { METHOD_KEYS, RPC_METHOD, RPC_SERVICE } from '../vocabulary.ts';
import { isException, isFailure } from './cause.ts';
import { keyedText } from './attribute-text.ts';
import { cleanName } from './name.ts';
import { withoutPhoneNumber } from './phone-number.ts';
import { toEpochSeconds } from './times.ts';

/** Attributes of an exception event that `cause` tells. */
const TOLD = new Set(['exception.type', 'exception.message', 'exception.stacktrace']);

/**
 * Keeps what X-Ray has no member for, for the metadata namespace `otel`: the span's own name where the document bears another, events
 * other than exceptions (and whatever else exceptions carry), the counts of what the SDK dropped, and on request the instrumentation scope.
 */
export function keepExtras(facts: SpanFacts, name: string): void {
  keepSpanName(facts, name);
  keepEvents(facts);
  keepDropped(facts);
  if (facts.options.scope) keepScope(facts);
}

const ROUTE = slotOf('http.route');
const BARE_METHOD = /^[A-Z]{3,7}$/;
const MAX_METHOD_CHARS = 7;

/** The span's own name, where the document is named after a service or a callee and nothing else tells it. */
function keepSpanName(facts: SpanFacts, name: string): void {
  const { span, attributes, options, extras } = facts;
  if (typeof span.name !== 'string' || span.name === '' || span.name === name || extras['name'] !== undefined) return;
  if (isToldElsewhere(span.name, attributes)) return;
  const own = options.redact('name', withoutPhoneNumber(facts, span.name));
  if ((own.length <= MAX_METHOD_CHARS && BARE_METHOD.test(own)) || cleanName(own) === name) return;
  extras['span_name'] = own;
}

/** `GET /orders/{id}` is method and route, `DynamoDB.PutItem` service and operation. */
function isToldElsewhere(name: string, attributes: AttributeReader): boolean {
  const method = attributes.firstText(METHOD_KEYS);
  return (
    isJoined(name, method, ' ', attributes.text(ROUTE)) ||
    isJoined(name, attributes.text(RPC_SERVICE), '.', attributes.text(RPC_METHOD))
  );
}

/** Whether the text is `first`, `mark` and `second`, without putting them together. */
function isJoined(text: string, first: string, mark: string, second: string): boolean {
  return (
    text.length === first.length + mark.length + second.length &&
    text.startsWith(first) &&
    text.startsWith(mark, first.length) &&
    text.endsWith(second)
  );
}

function keepEvents(facts: SpanFacts): void {
  const events: Record<string, unknown>[] = [];
  for (const event of facts.span.events) {
    const attributes = restOf(event, facts);
    if (attributes === undefined) continue;
    const time = toEpochSeconds(event.time);
    events.push({
      name: event.name,
      ...(time !== undefined && { time }),
      ...(Object.keys(attributes).length > 0 && { attributes }),
    });
  }
  if (events.length > 0) facts.extras['events'] = toJsonValue(events, keyedText(facts));
}

/** The attributes that are not yet told; `undefined` if nothing is left of the event. */
function restOf(event: SpanEvent, facts: SpanFacts): Attributes | undefined {
  const attributes = event.attributes ?? {};
  if (isFailure(event, facts)) return isToldFailure(attributes) ? undefined : attributes;
  if (!isException(event)) return attributes;
  let rest: Record<string, unknown> | undefined;
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (!TOLD.has(key) || typeof value !== 'string') setOwn((rest ??= {}), key, value);
  }
  return rest;
}

function isToldFailure(attributes: Attributes): boolean {
  return attributes['http.response.status_code'] !== undefined && attributes['aws.http.error_message'] !== undefined;
}

function keepDropped({ span, extras }: SpanFacts): void {
  keepCount(extras, 'attributes', span.droppedAttributesCount);
  keepCount(extras, 'events', span.droppedEventsCount);
  keepCount(extras, 'links', span.droppedLinksCount);
  if (span.events.length > 0) keepCount(extras, 'event_attributes', sumDropped(span.events));
  if (span.links.length > 0) keepCount(extras, 'link_attributes', sumDropped(span.links));
}

function keepCount(extras: SpanFacts['extras'], part: string, count = 0): void {
  if (!Number.isFinite(count) || count <= 0) return;
  const dropped = (extras['dropped'] ??= {}) as Record<string, number>;
  dropped[part] = count;
}

function sumDropped(parts: readonly { readonly droppedAttributesCount?: number | undefined }[]): number {
  let sum = 0;
  for (const { droppedAttributesCount = 0 } of parts) sum += droppedAttributesCount;
  return sum;
}

function keepScope({ span, extras, options }: SpanFacts): void {
  const scope = span.instrumentationScope ?? span.instrumentationLibrary;
  if (typeof scope?.name !== 'string' || scope.name === '') return;
  const { name, version } = scope;
  const written = { name, ...(version !== undefined && { version }) };
  extras['scope'] = toJsonValue(written, (value) => options.redact('attribute', value));
}
