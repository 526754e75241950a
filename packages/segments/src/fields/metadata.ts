import { type AttributeKey, slotOf } from '../attribute-keys.ts';
import type { JsonValue, SegmentDocument } from '../document.ts';
import type { SpanFacts } from '../facts.ts';
import { Family } from '../families.ts';
import type { Attributes } from '../span.ts';
import { getOwn, setOwn, type TextOf, toJsonValue } from '../values.ts';
import { attributeText, keyedText, treatmentOf } from './attribute-text.ts';
import { parameterValue } from './query-text.ts';

const NAMESPACE_PREFIX = 'aws.xray.metadata.';
/** Where attributes stand that no other member tells. */
const DEFAULT_NAMESPACE = 'default';
/** Where everything stands that X-Ray has no place for. */
const EXTRAS_NAMESPACE = 'otel';

type Metadata = Record<string, Record<string, JsonValue>>;

const LISTED = slotOf('aws.xray.annotations');
const NO_NAMES: readonly string[] = [];

/** Attribute keys that the span itself lists for indexing, in `aws.xray.annotations`; the list is no attribute then. */
export function listedOnSpan({ attributes }: SpanFacts): readonly string[] {
  const list = attributes.value(LISTED);
  if (!Array.isArray(list)) return NO_NAMES;
  attributes.take(LISTED);
  return list.filter((key): key is string => typeof key === 'string');
}

/** Attributes as JSON, `__proto__` included. */
export function toRecord(attributes: Attributes, text: TextOf): Record<string, JsonValue> {
  const record: Record<string, JsonValue> = {};
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (value !== undefined) setOwn(record, key, toJsonValue(value, text, key));
  }
  return record;
}

/**
 * `metadata`: by namespace, everything that no other member tells. Attributes stand in `default`, those of the resource (on
 * documents that stand for a service) with the prefix `otel.resource.`; `aws.xray.metadata.<namespace>` names a namespace of the
 * app's own.
 *
 * @param told - attributes that are annotations.
 */
export function metadataOf(
  facts: SpanFacts,
  told: ReadonlySet<string>,
  withResource: boolean,
): SegmentDocument['metadata'] {
  const metadata: Metadata = {};
  const plain = withResource ? resourceMetadata(facts, told) : {};
  addAttributes(facts, told, plain, metadata);
  mergeInto(metadata, DEFAULT_NAMESPACE, plain);
  mergeInto(metadata, EXTRAS_NAMESPACE, facts.extras as Record<string, JsonValue>);
  return isEmpty(metadata) ? undefined : metadata;
}

function resourceMetadata({ resource: { metadata } }: SpanFacts, told: ReadonlySet<string>): Record<string, JsonValue> {
  if (told.size === 0) return { ...metadata };
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !told.has(key)));
}

function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  for (const _ in record) return false;
  return true;
}

function addAttributes(
  facts: SpanFacts,
  told: ReadonlySet<string>,
  plain: Record<string, JsonValue>,
  metadata: Metadata,
): void {
  const { attributes } = facts;
  const namespaces: [key: string, members: Attributes][] = [];
  const { keys } = attributes;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as AttributeKey;
    if (attributes.isTaken(key.slot) || (told.size > 0 && told.has(key.name))) continue;
    const value = attributes.valueAt(index);
    if (value === undefined) continue;
    const own = typeof value === 'string' && isNamespace(key) ? parseObject(value) : undefined;
    if (own === undefined) addPlain(facts, key, value, plain);
    else namespaces.push([key.name, own]);
  }
  // `Default` and `default` are one namespace: which member wins must not hang on the order of the attributes.
  if (namespaces.length > 1) namespaces.sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, own] of namespaces) addNamespace(facts, key, own, metadata);
}

function isNamespace({ families, name }: AttributeKey): boolean {
  return (families & Family.aws) !== 0 && name.startsWith(NAMESPACE_PREFIX);
}

function addPlain(facts: SpanFacts, key: AttributeKey, value: unknown, plain: Record<string, JsonValue>): void {
  if (typeof value === 'string') {
    const sent = attributeText(facts, key, value);
    if (sent !== undefined) setOwn(plain, key.name, sent);
    return;
  }
  const treatment = treatmentOf(key);
  if (treatment === 'plain' && isPlainScalar(value)) {
    setOwn(plain, key.name, value);
    return;
  }
  const shown = treatment === 'parameter' ? parameterValue(facts, value) : value;
  if (shown !== undefined) setOwn(plain, key.name, toJsonValue(shown, keyedText(facts), key.name));
}

/** What JSON holds as it is. */
function isPlainScalar(value: unknown): value is number | boolean {
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

function addNamespace(facts: SpanFacts, key: string, own: Attributes, metadata: Metadata): void {
  const name = key.slice(NAMESPACE_PREFIX.length);
  const namespace = name.toLowerCase() === DEFAULT_NAMESPACE ? DEFAULT_NAMESPACE : name;
  const members = toRecord(own, keyedText(facts));
  setOwn(metadata, namespace, getOwn(metadata, namespace) ?? {});
  mergeInto(metadata, namespace, members);
}

/** The later source wins: a plain attribute over a member of `aws.xray.metadata.default`, our own words over the app's `otel`. */
function mergeInto(metadata: Metadata, namespace: string, members: Record<string, JsonValue>): void {
  if (isEmpty(members)) return;
  const known = getOwn(metadata, namespace);
  if (known === undefined) setOwn(metadata, namespace, members);
  else for (const key of Object.keys(members)) setOwn(known, key, members[key] as JsonValue);
}

/** A JSON object; `undefined` for any other text, also for one with a number that no double holds. */
function parseObject(text: string): Attributes | undefined {
  try {
    const value: unknown = JSON.parse(text, refuseInfinite);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Attributes) : undefined;
  } catch {
    // No JSON: the attribute stays a text.
    return undefined;
  }
}

function refuseInfinite(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('a number that no double holds');
  // A lone surrogate has no bytes in UTF-8.
  return typeof value === 'string' ? Buffer.from(value).toString() : value;
}
