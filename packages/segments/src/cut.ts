import { exceptionsOf, framesOf } from './cut-exceptions.ts';
import { listsOf } from './cut-lists.ts';
import { causeOf, flagsOf, linkAttributesOf, metadataMembersOf, otherMembersOf } from './cut-members.ts';
import { type CutPlace, notesOn } from './cut-notes.ts';
import { MARKER_BYTES, type Place } from './cut-place.ts';
import { annotationTextsOf, metadataValuesOf, otherTextsOf, sqlTextOf, urlQueryOf } from './cut-texts.ts';
import type { SegmentDocument } from './document.ts';
import { jsonBytes } from './size.ts';
import type { Note } from './translation.ts';

/** The order in which a document is cut, told in the README. In each step the longest place comes first. */
const ORDER: readonly ((document: SegmentDocument) => readonly Place[])[] = [
  metadataValuesOf,
  crowdsOf,
  framesOf,
  sqlTextOf,
  urlQueryOf,
  otherTextsOf,
  linkAttributesOf,
  membersAndListsOf,
  exceptionsOf,
  annotationTextsOf,
  otherMembersOf,
  causeOf,
  flagsOf,
];

/** Where there are more members or items of a kind than this, no reader misses the others before he misses a stack. */
const CROWD = 100;

/**
 * Cuts a document of one span until it fits, step by step in a fixed order ({@link ORDER}): of what is shortened the start stays,
 * with a marker that says how much is missing; `truncated` counts frames, `skipped` exceptions, and `members_cut` in the metadata
 * namespace `otel` the members and list items that were left out. Gives `undefined`, with a note, where ids, name and times alone do
 * not fit.
 */
export function cutDocument(document: SegmentDocument, maxBytes: number, notes: Note[]): SegmentDocument | undefined {
  const copy = copyOf(document);
  let leftOut = takeCount(copy);
  for (const placesOf of ORDER) {
    // Before these go, the count does.
    const isLast = placesOf === causeOf || placesOf === flagsOf;
    const countBytes = leftOut > 0 && !isLast ? MARKER_BYTES : 0;
    const neededBytes = jsonBytes(copy) + countBytes - maxBytes;
    if (neededBytes > 0) leftOut += cutLongestFirst(placesOf(copy), neededBytes, leftOut > 0, notes);
  }
  const counted = withCount(copy, leftOut);
  if (leftOut > 0 && jsonBytes(counted) <= maxBytes) return counted;
  const bytes = jsonBytes(copy);
  if (bytes <= maxBytes) return copy;
  notes.push({ field: '', kind: 'dropped', message: `${bytes} bytes cannot be made to fit into ${maxBytes}` });
  return undefined;
}

/** Gives how many members and items were left out. */
function cutLongestFirst(places: readonly Place[], neededBytes: number, isCounted: boolean, notes: Note[]): number {
  let needed = neededBytes;
  let leftOut = 0;
  const cuts: CutPlace[] = [];
  for (const place of places.toSorted((a, b) => b.bytes - a.bytes)) {
    if (needed <= 0) break;
    const cut = place.cut(needed);
    cuts.push({ field: place.field, cut });
    // The first that goes makes a count necessary.
    if (cut.leftOut > 0 && leftOut === 0 && !isCounted) needed += MARKER_BYTES;
    needed -= cut.freedBytes;
    leftOut += cut.leftOut;
  }
  for (const note of notesOn(cuts)) notes.push(note);
  return leftOut;
}

/** Thousands of small members or items: what is over a hundred of them. */
function crowdsOf(document: SegmentDocument): Place[] {
  const members = [metadataMembersOf(document), linkAttributesOf(document)];
  return [
    ...members.flatMap((places) => places.toSorted((a, b) => b.bytes - a.bytes).slice(0, -CROWD)),
    ...listsOf(document, CROWD),
  ];
}

function membersAndListsOf(document: SegmentDocument): Place[] {
  return [...metadataMembersOf(document), ...listsOf(document)];
}

/** A document that was cut before has a count already: it goes on from there. */
function takeCount({ metadata }: SegmentDocument): number {
  const otel = metadata?.['otel'];
  const count = otel?.['members_cut'];
  if (typeof count !== 'number' || count <= 0) return 0;
  delete otel?.['members_cut'];
  return count;
}

function withCount(document: SegmentDocument, count: number): SegmentDocument {
  const { metadata } = document;
  return { ...document, metadata: { ...metadata, otel: { ...metadata?.['otel'], members_cut: count } } };
}

/** A copy down to the last list. Texts are shared: a clone of the engine's would unfold those that stand in many places. */
function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copyOf(member)])) as T;
}
