import type { Span } from '@opentelemetry/api';
import { readPowertoolsSettings } from '../powertools/settings.ts';
import { isPowertoolsPreset } from '../powertools/switch.ts';
import { attributesOf } from './attributes-of.ts';
import { type Json, toBoundedJson } from './bounded-json.ts';
import { writableSpan } from './context-missing.ts';
import { environment } from './environment.ts';
import { tellOnce } from './tell-once.ts';

/** Attributes of this prefix are X-Ray's metadata: the rest of the key is the namespace, the value an object as JSON. */
const PREFIX = 'aws.xray.metadata.';

/** Characters of one namespace's JSON: half a document, which holds 64 KiB. */
const MAX_NAMESPACE_CHARS = 32_768;

/** What is too little for any value: a namespace with less room takes no more. */
const MIN_ROOM_CHARS = 64;

/**
 * Adds metadata to the active span: any JSON value, which X-Ray shows and does not index.
 *
 * A later value of the same key wins. A namespace holds about 32,768 characters of JSON: the value that does not fit is cut,
 * and further ones are left out with a word through `diag`. Values that JSON cannot hold (objects within themselves, getters
 * that throw, bytes) leave a short text in their place. Nothing happens where the trace is not sampled.
 *
 * @param namespace - where it stands in X-Ray's metadata. Default: `default`; with the Powertools preset, the service's name.
 * @throws ContextMissingError outside of a trace if `AWS_XRAY_CONTEXT_MISSING` is `RUNTIME_ERROR`; nothing else.
 *
 * @example
 * putMetadata('cart', { items: 2, cents: 2500 }, 'shop');
 */
export function putMetadata(key: string, value: unknown, namespace?: string): void {
  // What the types forbid, and JavaScript lets through.
  if (typeof key !== 'string' || key === '' || !['string', 'undefined'].includes(typeof namespace)) {
    return tellOnce('warn', 'putMetadata ignores a value: expected texts as key (not empty) and namespace');
  }
  const span = writableSpan('putMetadata');
  if (span !== undefined) addMetadata(span, { namespace: namespace || defaultNamespace(), key, value });
}

/** One value of metadata, and where it stands. */
export interface Metadata {
  readonly namespace: string;
  readonly key: string;
  readonly value: unknown;
}

/** Puts a value beside what its namespace holds on this span already. Never throws. */
export function addMetadata(span: Span, { namespace, key, value }: Metadata): void {
  const attribute = PREFIX + namespace;
  const text = attributesOf(span)[attribute];
  const known = typeof text === 'string' ? text : '{}';
  const room = MAX_NAMESPACE_CHARS - known.length - key.length;
  if (room < MIN_ROOM_CHARS) return tellOnce('warn', `the metadata namespace ${namespace} is full: ${key} is left out`);
  const json = toBoundedJson(value, room);
  if (json !== undefined) span.setAttribute(attribute, withMember(known, key, json));
}

/** The JSON of an object, with one member more. What is no object, somebody else has written: the member replaces it. */
function withMember(text: string, key: string, value: Json): string {
  return JSON.stringify(Object.fromEntries([...membersOf(text), [key, value]]));
}

function membersOf(text: string): readonly (readonly [string, unknown])[] {
  try {
    const known: unknown = JSON.parse(text);
    return typeof known === 'object' && known !== null ? Object.entries(known) : [];
  } catch {
    return [];
  }
}

function defaultNamespace(): string {
  const env = environment();
  return isPowertoolsPreset(env) ? readPowertoolsSettings(env).serviceName : 'default';
}
