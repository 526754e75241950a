import type { Place } from './cut-place.ts';
import type { SegmentDocument } from './document.ts';
import { jsonBytes } from './size.ts';

/** Metadata, member by member, but for the id of a span that has another's in its place: that goes with the last. */
export function metadataMembersOf(document: SegmentDocument): Place[] {
  const places = placesAt(new Holder(document), 'metadata', 'metadata', 2);
  return places.filter(({ field }) => field !== 'metadata.otel.span_id');
}

/** Attributes of links, each for itself. */
export function linkAttributesOf({ links = [] }: SegmentDocument): Place[] {
  return links.flatMap((link, index) => placesAt(new Holder(link), 'attributes', `links.${index}.attributes`, 1));
}

/** Annotations, and what else the document says: of `http`, `aws`, `sql` each member for itself. */
export function otherMembersOf(document: SegmentDocument): Place[] {
  const holder = new Holder(document);
  const others = Object.keys(document).filter((key) => !VITAL.has(key) && !OUTCOME.has(key));
  return others.flatMap((key) => placesAt(holder, key, key, Number.POSITIVE_INFINITY));
}

/** The exception that is left. */
export function causeOf(document: SegmentDocument): Place[] {
  return placesAt(new Holder(document), 'cause', 'cause', 0);
}

/** What colours a node on the map, and makes it one. */
export function flagsOf(document: SegmentDocument): Place[] {
  const holder = new Holder(document);
  return FLAGS.flatMap((key) => placesAt(holder, key, key, 0));
}

/** Without these it is no document. */
const VITAL = new Set(['id', 'trace_id', 'name', 'start_time', 'end_time', 'in_progress', 'parent_id', 'type']);
const FLAGS = ['namespace', 'throttle', 'error', 'fault'];
const OUTCOME = new Set([...FLAGS, 'cause']);

/** `{},` */
const EMPTY_BYTES = 3;

/** An object that goes with the last of its members. */
class Holder {
  readonly members: Record<string, unknown>;
  readonly #above: { readonly holder: Holder; readonly key: string } | undefined;
  // Counted, since looking whether an object of thousands is empty takes as long as writing it.
  #count: number;

  constructor(members: object, above?: { readonly holder: Holder; readonly key: string }) {
    this.members = members as Record<string, unknown>;
    this.#above = above;
    this.#count = Object.keys(members).length;
  }

  /** Gives the bytes that are free now. */
  remove(key: string, valueBytes: number): number {
    delete this.members[key];
    this.#count--;
    const bytes = jsonBytes(key) + 1 + valueBytes;
    if (this.#count > 0 || this.#above === undefined) return bytes;
    // The last member has no comma behind it.
    return bytes - 1 + this.#above.holder.remove(this.#above.key, EMPTY_BYTES);
  }
}

/** The member, or the members that lie so many levels below it. A list is one member. */
function placesAt(holder: Holder, key: string, field: string, levels: number): Place[] {
  const value = holder.members[key];
  if (value === undefined) return [];
  if (levels > 0 && isFilledObject(value)) {
    const below = new Holder(value, { holder, key });
    return Object.keys(value).flatMap((inner) => placesAt(below, inner, `${field}.${inner}`, levels - 1));
  }
  // With the comma behind it.
  const valueBytes = jsonBytes(value) + 1;
  const bytes = jsonBytes(key) + 1 + valueBytes;
  const cut: Place['cut'] = () => {
    const freedBytes = holder.remove(key, valueBytes);
    return { freedBytes, leftOut: 1, kind: 'dropped', done: `${bytes} bytes left out` };
  };
  return [{ field, bytes, cut }];
}

function isFilledObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}
