import { MARKER_BYTES, type Place } from './cut-place.ts';
import type { JsonValue, SegmentDocument } from './document.ts';
import { jsonBytes, toJson } from './size.ts';
import { countChars, cutUnits } from './text.ts';

/** Metadata values: a text keeps its start, what is no text becomes the start of its JSON. */
export function metadataValuesOf({ metadata = {} }: SegmentDocument): Place[] {
  return Object.entries(metadata).flatMap(([namespace, members]) =>
    Object.entries(members).flatMap(([key, value]) => place(members, key, `metadata.${namespace}.${key}`, value)),
  );
}

/** The text of an SQL call. */
export function sqlTextOf({ sql }: SegmentDocument): Place[] {
  return sql === undefined ? [] : place(sql, 'sanitized_query', 'sql.sanitized_query', sql.sanitized_query);
}

/** What stands behind the `?` of the URL. */
export function urlQueryOf({ http }: SegmentDocument): Place[] {
  const request = http?.request;
  const url = request?.url ?? '';
  const at = url.indexOf('?') + 1;
  if (request === undefined || at === 0) return [];
  const query = { text: url.slice(at) };
  return place(query, 'text', 'http.request.url', query.text).map((inner) => ({
    ...inner,
    cut(neededBytes) {
      const cut = inner.cut(neededBytes);
      request.url = url.slice(0, at) + query.text;
      return cut;
    },
  }));
}

/** Values of annotations. */
export function annotationTextsOf({ annotations = {} }: SegmentDocument): Place[] {
  return textsIn(annotations, 'annotations.');
}

/** Every other text but those that make the document valid: messages, paths, whatever else `http`, `aws` and links hold. */
export function otherTextsOf(document: SegmentDocument): Place[] {
  return Object.entries(document).flatMap(([key, value]) => {
    if (NO_OTHER_TEXT.has(key)) return [];
    return typeof value === 'string' ? place(document, key, key, value) : textsIn(value, `${key}.`);
  });
}

/** What is vital, what is one of few words, and what has a place of its own in the order. */
const NO_OTHER_TEXT = new Set('id trace_id parent_id name type namespace origin metadata annotations'.split(' '));

/** Ids of links and exceptions, and an exception's pointer to its cause: half of one is none. */
const ID = /^(?:links\.\d+\.(?:trace_)?id|cause\.exceptions\.\d+\.(?:id|cause))$/;

function textsIn(holder: unknown, path: string): Place[] {
  if (typeof holder !== 'object' || holder === null) return [];
  return Object.entries(holder).flatMap(([key, value]: [string, unknown]) => {
    const field = path + key;
    if (typeof value !== 'string') return textsIn(value, `${field}.`);
    return ID.test(field) ? [] : place(holder, key, field, value);
  });
}

/** None where a marker would take as much as the value. */
function place(holder: object, key: string, field: string, value: JsonValue | undefined): Place[] {
  const bytes = jsonBytes(value);
  if (value === undefined || bytes <= MARKER_BYTES) return [];
  const cut: Place['cut'] = (neededBytes) => {
    const text = typeof value === 'string' ? value : toJson(value);
    const short = text === undefined ? ENDLESS : cutToBytes(text, Math.max(0, bytes - neededBytes - MARKER_BYTES));
    (holder as Record<string, unknown>)[key] = short;
    const freedBytes = bytes - jsonBytes(short);
    return { freedBytes, leftOut: 0, kind: 'cut', done: `${freedBytes} bytes cut` };
  };
  return [{ field, bytes, cut }];
}

/** What is longer than a text can be has no start that could be told. */
const ENDLESS = '…[more than 512 MB cut]';

/** Where a text was cut: how many characters are missing. */
function marker(chars: number): string {
  return `…[${chars} characters cut]`;
}

/** Some members have a limit in characters: at least as many go as the marker has, also where each is a pair. */
const MARKER_UNITS = 2 * marker(999_999_999).length;

/** Of a text that was cut in an earlier step: the query of a URL, and then the URL. */
const MARKED = /…\[(\d{1,9}) characters cut\]$/;

/** The start of a text that takes at most so many bytes as JSON, with a marker behind; no more characters than it had. */
function cutToBytes(whole: string, keptBytes: number): string {
  const [{ length: markerUnits } = '', missing = '0'] = MARKED.exec(whole) ?? [];
  const text = whole.slice(0, whole.length - markerUnits);
  // No unit takes less than a byte.
  let units = Math.max(0, Math.min(text.length - MARKER_UNITS, keptBytes));
  let kept = cutUnits(text, units);
  for (let bytes = jsonBytes(kept) - 2; bytes > keptBytes; bytes = jsonBytes(kept) - 2) {
    units = Math.min(units - 1, Math.floor((units * keptBytes) / bytes));
    kept = cutUnits(text, Math.max(0, units));
  }
  return kept + marker(Number(missing) + countChars(text, kept.length));
}
