import type { AnnotationValue, JsonValue } from './document.ts';
import { isSecretKey } from './secret-names.ts';
import { HIDDEN } from './secret-parameters.ts';

/** Levels of nesting that a value keeps; what lies deeper is replaced by a marker, so that no value can exhaust the stack. */
const MAX_DEPTH = 128;
const TOO_DEEP = '[nested deeper than 128 levels]';
/** Values that one attribute keeps. No document holds more, and few objects that hold each other can unfold to endlessly many. */
const MAX_VALUES = 32_768;
const TOO_MANY = '[more than 32768 values]';
const CYCLE = '[cyclic]';
const UNREADABLE = '[unreadable]';

/** What is sent of a text; `key` is that of the innermost member or attribute that holds it. */
export type TextOf = (value: string, key: string) => string;

/** What converting one attribute's value keeps in mind on its way down. */
interface Way {
  readonly text: TextOf;
  /** The objects around the present one. */
  readonly path: object[];
  /** Values left of {@link MAX_VALUES}. */
  left: number;
}

/**
 * Any attribute value as JSON, so that nothing vanishes: NaN and the infinities become their names, an unsafe bigint its
 * digits, bytes base64, a function or symbol its kind. Inside arrays `undefined` becomes `null`; as a member it is left out.
 * What throws when it is read becomes a marker. Never throws.
 *
 * @param text - sees every text on its way, for redaction.
 * @param key - of the attribute.
 */
export function toJsonValue(value: unknown, text: TextOf, key = ''): JsonValue {
  return convert(value, key, { text, path: [], left: MAX_VALUES });
}

function convert(value: unknown, key: string, way: Way): JsonValue {
  way.left--;
  switch (typeof value) {
    case 'string':
      return way.text(value, key);
    case 'boolean':
      return value;
    case 'number':
      if (isSecretKey(key)) return HIDDEN;
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      if (isSecretKey(key)) return HIDDEN;
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case 'object':
      return value === null ? null : convertObject(value, key, way);
    case 'undefined':
      return null;
    default:
      return `[${typeof value}]`;
  }
}

function convertObject(value: object, key: string, way: Way): JsonValue {
  if (way.path.length >= MAX_DEPTH) return TOO_DEEP;
  if (way.path.includes(value)) return CYCLE;
  way.path.push(value);
  try {
    const plain = toPlain(value);
    if (typeof plain !== 'object') return convert(plain, key, way);
    return Array.isArray(plain) ? convertItems(plain, key, way) : convertMembers(plain as Record<string, unknown>, way);
  } catch {
    // A getter or a proxy of the app's threw: that costs this object, not the span.
    return UNREADABLE;
  } finally {
    way.path.pop();
  }
}

const BOXED: ReadonlySet<string> = new Set(['[object String]', '[object Number]', '[object Boolean]']);

/** Objects whose content is not in their own members, as text, list or record. */
function toPlain(value: object): unknown {
  if (Array.isArray(value)) return value;
  if (ArrayBuffer.isView(value)) return toBase64(value);
  if (value instanceof ArrayBuffer) return toBase64(new Uint8Array(value));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, item]) => [String(name), item as unknown]));
  if (value instanceof Set) return [...value];
  if (value instanceof Error)
    return Object.assign({ name: value.name, message: value.message, stack: value.stack }, value);
  if (value instanceof RegExp || value instanceof URL) return String(value);
  return BOXED.has(Object.prototype.toString.call(value)) ? value.valueOf() : value;
}

function convertItems(items: readonly unknown[], key: string, way: Way): JsonValue {
  const converted: JsonValue[] = [];
  for (const item of items) {
    if (way.left <= 0) {
      converted.push(TOO_MANY);
      break;
    }
    converted.push(convert(item, key, way));
  }
  return converted;
}

function convertMembers(value: Record<string, unknown>, way: Way): JsonValue {
  const members: Record<string, JsonValue> = {};
  for (const key of Object.keys(value)) {
    if (way.left <= 0) {
      setOwn(members, key, TOO_MANY);
      break;
    }
    const member = value[key];
    if (member !== undefined) setOwn(members, key, convert(member, key, way));
  }
  return members;
}

function toBase64(view: ArrayBufferView): string {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64');
}

/** The value as an annotation can hold it; `undefined` for what is no text, number or boolean. */
export function toAnnotationValue(value: unknown): AnnotationValue | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
    default:
      return undefined;
  }
}

/** Sets a member whose key comes from the app: `__proto__` is a key like any other. */
export function setOwn<T>(record: Record<string, T>, key: string, value: T): void {
  if (key !== '__proto__') record[key] = value;
  else Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
}

/** The member of that key; `undefined` for what the record does not hold itself, such as `constructor`. */
export function getOwn<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
