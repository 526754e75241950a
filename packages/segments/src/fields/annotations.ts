import { attributeKeyOf } from '../attribute-keys.ts';
import type { AnnotationValue } from '../document.ts';
import type { SpanFacts } from '../facts.ts';
import { MAX_ANNOTATION_KEY_CHARS, MAX_ANNOTATION_VALUE_CHARS, MAX_ANNOTATIONS } from '../limits.ts';
import { cutText } from '../text.ts';
import { getOwn, setOwn, toAnnotationValue } from '../values.ts';
import { isSecretKey } from '../secret-names.ts';
import { HIDDEN } from '../secret-parameters.ts';
import { RESOURCE_PREFIX, USER_ID } from '../vocabulary.ts';
import { attributeText } from './attribute-text.ts';
import { isParameterKey, isQueryKey } from './query-text.ts';

/** An attribute that was asked for, before X-Ray's limits. A lower rank is preferred. */
interface Candidate {
  /** Attribute key, with {@link RESOURCE_PREFIX} for the resource's. */
  readonly key: string;
  readonly annotationKey: string;
  readonly value: AnnotationValue;
  readonly rank: number;
}

/** What becomes an annotation, and the attributes that thereby need not be metadata. */
export interface Annotations {
  readonly annotations: Record<string, AnnotationValue> | undefined;
  readonly told: ReadonlySet<string>;
}

const NONE: Annotations = { annotations: undefined, told: new Set() };

// Order of preference where 50 are not enough or two keys become one. Within a rank: by position in the list, then by key.
const RANK = { listedOnSpan: 0, alias: 100_000, listed: 200_000, pattern: 300_000, all: 400_000, resource: 500_000 };

/**
 * `annotations`: the attributes that were asked for, as X-Ray can index them. What does not fit (more than 50, a key that another
 * one became too, a value that cannot be indexed) stays metadata, and a note says so.
 */
export function annotationsOf(facts: SpanFacts, listedOnSpan: readonly string[], withResource: boolean): Annotations {
  if (facts.options.indexesNothing && listedOnSpan.length === 0) return NONE;
  const candidates = [
    ...candidatesOfSpan(facts, listedOnSpan),
    ...(withResource ? candidatesOfResource(facts, listedOnSpan) : []),
  ];
  if (candidates.length === 0) return NONE;
  candidates.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1));
  return choose(facts, candidates);
}

/** Letters, digits, `_` and `.`; every other character becomes `_`. */
export function toAnnotationKey(key: string): string {
  return key.replace(/[^A-Za-z0-9_.]/gu, '_');
}

function candidatesOfSpan(facts: SpanFacts, listedOnSpan: readonly string[]): Candidate[] {
  const { attributes, options } = facts;
  const candidates: Candidate[] = [];
  for (const [index, { name: key, slot }] of attributes.keys.entries()) {
    const rank = rankOf(facts, key, listedOnSpan);
    if (rank === undefined || slot === USER_ID) continue;
    // The app asked for these by name: they are wanted also where another member tells them.
    if (
      attributes.isTaken(slot) &&
      rank !== 'alias' &&
      options.indexed.exact(key) === undefined &&
      !options.indexed.pattern(key)
    )
      continue;
    const value = toAnnotationValue(attributes.valueAt(index));
    if (value === undefined || (options.sqlText === 'off' && (isQueryKey(key) || isParameterKey(key)))) continue;
    candidates.push({
      key,
      annotationKey: toAnnotationKey(options.aliases.get(key) ?? key),
      value,
      rank: rankNumber(facts, key, rank, listedOnSpan),
    });
  }
  return candidates;
}

type Rank = keyof typeof RANK;

function rankOf({ options }: SpanFacts, key: string, listedOnSpan: readonly string[]): Rank | undefined {
  if (options.aliases.has(key)) return 'alias';
  if (listedOnSpan.includes(key)) return 'listedOnSpan';
  if (options.indexed.exact(key) !== undefined) return 'listed';
  if (options.indexed.pattern(key)) return 'pattern';
  return options.indexAll ? 'all' : undefined;
}

function rankNumber({ options }: SpanFacts, key: string, rank: Rank, listedOnSpan: readonly string[]): number {
  if (rank === 'listedOnSpan') return RANK.listedOnSpan + listedOnSpan.indexOf(key);
  return RANK[rank] + (rank === 'listed' ? (options.indexed.exact(key) ?? 0) : 0);
}

function candidatesOfResource(facts: SpanFacts, listedOnSpan: readonly string[]): Candidate[] {
  const { resource } = facts;
  return Object.keys(resource.attributes).flatMap((name) => {
    const key = RESOURCE_PREFIX + name;
    const value = toAnnotationValue(resource.attributes[name]);
    if (value === undefined || rankOf(facts, key, listedOnSpan) === undefined) return [];
    return [{ key, annotationKey: toAnnotationKey(facts.options.aliases.get(key) ?? key), value, rank: RANK.resource }];
  });
}

function choose(facts: SpanFacts, candidates: readonly Candidate[]): Annotations {
  const annotations: Record<string, AnnotationValue> = {};
  const told = new Set<string>();
  let count = 0;
  for (const candidate of candidates) {
    const refusal = refusalOf(candidate, annotations, count);
    if (refusal !== undefined) {
      facts.notes.push({
        field: `annotations.${candidate.annotationKey}`,
        kind: 'moved',
        message: `${refusal}; ${candidate.key} stays metadata`,
      });
      continue;
    }
    setOwn(annotations, candidate.annotationKey, fitValue(facts, candidate, told));
    count++;
  }
  return { annotations: count === 0 ? undefined : annotations, told };
}

function refusalOf(
  { annotationKey }: Candidate,
  annotations: Record<string, AnnotationValue>,
  count: number,
): string | undefined {
  if (annotationKey === '' || annotationKey.length > MAX_ANNOTATION_KEY_CHARS) return 'the key is empty or too long';
  if (getOwn(annotations, annotationKey) !== undefined) return 'another attribute has this key';
  return count >= MAX_ANNOTATIONS ? `more than ${MAX_ANNOTATIONS} annotations` : undefined;
}

/** Marks the key as told unless its text was cut: then the whole stays metadata. */
function fitValue(facts: SpanFacts, { key, annotationKey, value }: Candidate, told: Set<string>): AnnotationValue {
  if (typeof value !== 'string') {
    told.add(key);
    return typeof value === 'number' && isSecretKey(key) ? HIDDEN : value;
  }
  const whole = attributeText(facts, attributeKeyOf(key), value) ?? '';
  const cut = cutText(whole, MAX_ANNOTATION_VALUE_CHARS);
  if (cut.length === whole.length) told.add(key);
  else
    facts.notes.push({
      field: `annotations.${annotationKey}`,
      kind: 'cut',
      message: `cut at ${MAX_ANNOTATION_VALUE_CHARS} characters; the whole is metadata`,
    });
  return cut;
}
