import type { ExceptionRecord, JsonValue, SegmentDocument } from './document.ts';
import { jsonBytes } from './size.ts';
import { cutText } from './text.ts';
import type { Note } from './translation.ts';

/** Where a text was cut: how many characters are missing. */
function marker(chars: number): string {
  return `…[${chars} characters cut]`;
}

/** A value that may be cut, wherever it stands. */
interface Cuttable {
  readonly field: string;
  readonly bytes: number;
  /** Replaces the value by one of about `keptBytes` (`0` leaves the marker alone) and gives the bytes that are left. */
  cut(keptBytes: number): number;
}

/** Bytes of the longest marker as JSON; what is no longer is not worth cutting. */
const MARKER_BYTES = 48;

/**
 * Cuts a document of one span until it fits, in a fixed order: metadata values, the longest first; stack frames, from the middle;
 * SQL text; the URL's query; annotations, the longest first; then whatever else is long, and at last whole metadata members. Each
 * place keeps a marker that says how much is missing; `truncated` counts frames. Gives `undefined`, with a note, for what cannot be
 * made to fit.
 */
export function cutDocument(document: SegmentDocument, maxBytes: number, notes: Note[]): SegmentDocument | undefined {
  const copy = structuredClone(document);
  let excess = jsonBytes(copy) - maxBytes;
  for (const placesOf of [metadataOf, framesOf, sqlOf, urlOf, annotationsOf, otherTextsOf]) {
    if (excess > 0) excess = cutLongestFirst(placesOf(copy), excess, notes);
  }
  if (excess > 0) removeMembers(copy, excess, notes);
  const bytes = jsonBytes(copy);
  if (bytes <= maxBytes) return copy;
  notes.push({ field: '', kind: 'dropped', message: `${bytes} bytes cannot be made to fit into ${maxBytes}` });
  return undefined;
}

function cutLongestFirst(places: Cuttable[], excess: number, notes: Note[]): number {
  let left = excess;
  for (const place of places.sort((a, b) => b.bytes - a.bytes)) {
    if (left <= 0 || place.bytes <= MARKER_BYTES) break;
    const bytes = place.cut(Math.max(0, place.bytes - left - MARKER_BYTES));
    notes.push({
      field: place.field,
      kind: 'cut',
      message: `${place.bytes - bytes} bytes cut so that the document fits`,
    });
    left -= place.bytes - bytes;
  }
  return left;
}

/** Thousands of small members: none is worth cutting, so the longest go altogether and a count of them stays. */
function removeMembers({ metadata = {} }: SegmentDocument, excess: number, notes: Note[]): void {
  const members = Object.entries(metadata).flatMap(([namespace, values]) =>
    Object.entries(values).map(([key, value]) => ({
      values,
      key,
      field: `metadata.${namespace}.${key}`,
      bytes: jsonBytes(value) + jsonBytes(key) + 2,
    })),
  );
  let left = excess + MARKER_BYTES;
  let removed = 0;
  for (const { values, key, field, bytes } of members.sort((a, b) => b.bytes - a.bytes)) {
    if (left <= 0) break;
    delete values[key];
    notes.push({ field, kind: 'dropped', message: `${bytes} bytes left out so that the document fits` });
    left -= bytes;
    removed++;
  }
  if (removed > 0) metadata['otel'] = { ...metadata['otel'], members_cut: removed };
}

function metadataOf(document: SegmentDocument): Cuttable[] {
  return Object.entries(document.metadata ?? {}).flatMap(([namespace, members]) =>
    Object.entries(members).map(([key, value]) => ({
      field: `metadata.${namespace}.${key}`,
      bytes: jsonBytes(value),
      cut: (keptBytes: number) => jsonBytes((members[key] = shorten(value, keptBytes))),
    })),
  );
}

/** A text keeps its start; what is no text becomes the start of its JSON. */
function shorten(value: JsonValue, keptBytes: number): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return cutToBytes(text, keptBytes);
}

/** The start of a text that takes at most so many bytes as JSON, with a marker behind. */
function cutToBytes(text: string, keptBytes: number): string {
  let chars = Math.min(text.length, keptBytes);
  let kept = cutText(text, chars);
  for (let bytes = jsonBytes(kept) - 2; bytes > keptBytes; bytes = jsonBytes(kept) - 2) {
    chars = Math.min(chars - 1, Math.floor((chars * keptBytes) / bytes));
    kept = cutText(text, Math.max(0, chars));
  }
  return kept + marker(text.length - kept.length);
}

function framesOf(document: SegmentDocument): Cuttable[] {
  return (document.cause?.exceptions ?? []).flatMap((exception, index) =>
    exception.stack === undefined
      ? []
      : [
          {
            field: `cause.exceptions.${index}.stack`,
            bytes: jsonBytes(exception.stack),
            cut: (kept: number) => cutFrames(exception, kept),
          },
        ],
  );
}

/** The innermost frames tell where it broke, the outermost how it came there: those between go. */
function cutFrames(exception: ExceptionRecord, keptBytes: number): number {
  const stack = exception.stack ?? [];
  const head: typeof stack = [];
  const tail: typeof stack = [];
  let bytes = 2;
  for (let taken = 0; taken < stack.length; taken++) {
    const fromHead = taken % 2 === 0;
    const frame = (fromHead ? stack[head.length] : stack[stack.length - 1 - tail.length]) as (typeof stack)[number];
    bytes += jsonBytes(frame) + 1;
    if (bytes > keptBytes) break;
    (fromHead ? head : tail).push(frame);
  }
  const kept = [...head, ...tail.reverse()];
  exception.truncated = (exception.truncated ?? 0) + stack.length - kept.length;
  if (kept.length > 0) exception.stack = kept;
  else delete exception.stack;
  return jsonBytes(exception.stack);
}

function sqlOf({ sql }: SegmentDocument): Cuttable[] {
  const query = sql?.sanitized_query;
  if (sql === undefined || query === undefined) return [];
  return [
    {
      field: 'sql.sanitized_query',
      bytes: jsonBytes(query),
      cut: (kept) => jsonBytes((sql.sanitized_query = cutToBytes(query, kept))),
    },
  ];
}

function urlOf({ http }: SegmentDocument): Cuttable[] {
  const request = http?.request;
  const [path, query] = split(request?.url ?? '', '?');
  if (request === undefined || query === '') return [];
  return [
    {
      field: 'http.request.url',
      bytes: jsonBytes(query),
      cut: (kept) => jsonBytes((request.url = `${path}?${cutToBytes(query, kept)}`)) - jsonBytes(path),
    },
  ];
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function annotationsOf({ annotations = {} }: SegmentDocument): Cuttable[] {
  return Object.entries(annotations).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [
          {
            field: `annotations.${key}`,
            bytes: jsonBytes(value),
            cut: (kept: number) => jsonBytes((annotations[key] = cutToBytes(value, kept))),
          },
        ]
      : [],
  );
}

/** Every other text of the document but those that make it valid. */
function otherTextsOf(document: SegmentDocument): Cuttable[] {
  const places: Cuttable[] = [];
  const walk = (holder: Record<string, unknown>, path: string): void => {
    for (const [key, value] of Object.entries(holder)) {
      const isVital = path === '' ? VITAL.has(key) : VITAL_BELOW.has(key);
      if (typeof value === 'string' && !isVital) {
        places.push({
          field: path + key,
          bytes: jsonBytes(value),
          cut: (kept) => jsonBytes((holder[key] = cutToBytes(value, kept))),
        });
      } else if (typeof value === 'object' && value !== null) walk(value as Record<string, unknown>, `${path}${key}.`);
    }
  };
  walk(document as unknown as Record<string, unknown>, '');
  return places;
}

const VITAL = new Set(['id', 'trace_id', 'parent_id', 'name', 'type', 'namespace', 'origin']);
/** Ids of exceptions and links, and an exception's pointer to its cause. */
const VITAL_BELOW = new Set(['id', 'trace_id', 'cause']);
