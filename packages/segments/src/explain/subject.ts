import type { Attributes, ReadableSpan, Resource } from '../span.ts';
import type { TranslateOptions } from '../translation.ts';

/** A span and the options that it is translated with. */
export interface Subject {
  readonly span: ReadableSpan;
  readonly options: TranslateOptions;
}

/**
 * The same span as a plain object, so that parts of it can be replaced. Reads each member and attribute once.
 *
 * @throws what a getter of the span throws.
 */
export function copySpan(span: ReadableSpan): ReadableSpan {
  const context = { ...span.spanContext() };
  const { parentSpanContext, parentSpanId, ended, instrumentationScope, instrumentationLibrary } = span;
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => context,
    startTime: span.startTime,
    endTime: span.endTime,
    status: { ...span.status },
    attributes: copyAttributes(span.attributes),
    links: copyList(span.links, (link) => ({ ...link, attributes: copyAttributes(link.attributes) })),
    events: copyList(span.events, (event) => ({ ...event, attributes: copyAttributes(event.attributes) })),
    resource: copyResource(span.resource),
    droppedAttributesCount: span.droppedAttributesCount ?? 0,
    droppedEventsCount: span.droppedEventsCount ?? 0,
    droppedLinksCount: span.droppedLinksCount ?? 0,
    parentSpanContext,
    parentSpanId,
    instrumentationScope,
    instrumentationLibrary,
    ...(ended !== undefined && { ended }),
  };
}

/** Without a prototype: `__proto__` is a key like any other. */
export function copyAttributes(attributes: Attributes | undefined): Attributes {
  const copy = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(attributes ?? {})) copy[key] = attributes?.[key];
  return copy;
}

function copyResource(resource: Resource | undefined): Resource {
  return { attributes: copyAttributes(resource?.attributes) };
}

// Spans made by hand may hold anything, or nothing, where the SDKs have lists of objects.
function copyList<T extends object>(list: readonly T[], copy: (item: T) => T): readonly T[] {
  if (!Array.isArray(list)) return [];
  return (list as readonly T[]).filter((item) => typeof item === 'object' && item !== null).map(copy);
}
