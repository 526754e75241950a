import type { TraceLink } from '../document.ts';
import type { SpanFacts } from '../facts.ts';
import { isSpanId, toRootOnlyParentId, toXRayTraceId } from '../ids.ts';
import { MAX_LINKS } from '../limits.ts';
import type { SpanLink } from '../span.ts';
import { type TextOf, toJsonValue } from '../values.ts';
import { keyedText } from './attribute-text.ts';
import { toRecord } from './metadata.ts';

/** `links`: spans of other traces that belong with this one, in order. What is no valid link, or too many, goes to metadata. */
export function linksOf(facts: SpanFacts): TraceLink[] | undefined {
  const { span, notes, extras } = facts;
  if (span.links.length === 0) return undefined;
  const text = keyedText(facts);
  const links: TraceLink[] = [];
  const others: unknown[] = [];
  for (const link of span.links) {
    const written = toTraceLink(link, text);
    if (written !== undefined && links.length < MAX_LINKS) links.push(written);
    else others.push({ ...link.context, attributes: link.attributes });
  }
  if (others.length > 0) {
    extras['links'] = toJsonValue(others, text);
    notes.push({
      field: 'links',
      kind: 'moved',
      message: `${others.length} beyond ${MAX_LINKS} or without valid ids; in metadata otel.links`,
    });
  }
  return links.length === 0 ? undefined : links;
}

function toTraceLink(link: SpanLink, text: TextOf): TraceLink | undefined {
  const traceId = toXRayTraceId(link.context?.traceId);
  // A header may name a trace alone (`Root` without `Parent`): there is no span to link to then.
  const isOfTraceAlone = traceId !== undefined && link.context.spanId === toRootOnlyParentId(link.context.traceId);
  if (traceId === undefined || isOfTraceAlone || !isSpanId(link.context.spanId)) return undefined;
  const attributes = toRecord(link.attributes ?? {}, text);
  return { trace_id: traceId, id: link.context.spanId, ...(Object.keys(attributes).length > 0 && { attributes }) };
}
