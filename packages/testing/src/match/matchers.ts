import type { SegmentDocument, Subsegment } from '@otel-xray/segments';
import { lintDocument } from '../lint/lint-document.ts';
import { nodesOf, toTraceTree } from '../trace-tree.ts';
import { type CompareOptions, compareTrees, costOf } from './compare.ts';
import { describeFirst, describeMismatches, drawBoth, labelOf } from './draw.ts';
import { type ExpectedSegment, type ExpectedTrace, toDocuments, toExpectedTree } from './expected-tree.ts';
import { findMismatches, showValue } from './partial.ts';

/** What a matcher answers; the shape that jest and vitest want. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** The key of a metadata entry: in the namespace `default`, or with its namespace. */
export type MetadataKey = string | readonly [namespace: string, key: string];

/** What `expect(…)` gets; `R` is what the runner's own matchers return. */
export interface XRayMatchers<R = unknown> {
  /** X-Ray takes the document and shows all of it: `lintDocument` finds nothing but advice. */
  toBeValidSegment(): R;
  /** The document has the annotation, with that value if one is given. */
  toHaveAnnotation(key: string, value?: unknown): R;
  /** The document has the metadata entry, with that value (partial, if it is an object) if one is given. */
  toHaveMetadata(key: MetadataKey, value?: unknown): R;
  /** Somewhere below the document, or in the trace, is a subsegment with these members. */
  toHaveSubsegment(expected: ExpectedSegment | string): R;
  /** The document says that the server failed (5xx). */
  toHaveFault(): R;
  /** The document says that the client failed (4xx). */
  toHaveError(): R;
  /** The document says that there were too many requests (429). */
  toHaveThrottle(): R;
  /** The documents of a trace have the tree: whatever the ids, the times and the order in which they came. */
  toMatchTrace(expected: ExpectedTrace, options?: CompareOptions): R;
}

type MatcherFunctions = {
  [K in keyof XRayMatchers]: (received: unknown, ...args: Parameters<XRayMatchers[K]>) => MatcherResult;
};

/**
 * The matchers, for `expect.extend` of any runner that follows jest's. `@otel-xray/testing/vitest` and `…/jest` do that, with types.
 *
 * @example
 * expect.extend(matchers);
 * expect(await collector.waitForTrace(traceId)).toMatchTrace('orders\n  DynamoDB aws.operation=PutItem');
 */
export const matchers: MatcherFunctions = {
  toBeValidSegment(received) {
    const findings = lintDocument(received).filter(({ severity }) => severity !== 'advice');
    const lines = findings.map(
      ({ rule, severity, pointer, message }) => `  ${severity} ${pointer === '' ? '/' : pointer} (${rule}): ${message}`,
    );
    return answer({
      pass: findings.length === 0,
      wanted: `${nameOf(received)} to be a segment that X-Ray takes and shows`,
      found: lines.join('\n'),
    });
  },

  toHaveAnnotation(received, key, ...value) {
    const { annotations = {} } = toDocument(received);
    return answerEntry({ received, kind: 'annotation', key, entries: annotations, value });
  },

  toHaveMetadata(received, key, ...value) {
    const { metadata = {} } = toDocument(received);
    const [namespace, name] = typeof key === 'string' ? (['default', key] as const) : key;
    const entries = Object.hasOwn(metadata, namespace) ? metadata[namespace] : undefined;
    return answerEntry({
      received,
      kind: `metadata in namespace "${namespace}"`,
      key: name,
      entries: entries ?? {},
      value,
    });
  },

  toHaveSubsegment(received, expected) {
    const [wanted, ...others] = toExpectedTree(expected).nodes;
    if (wanted === undefined) throw new TypeError('expected a subsegment, found an empty text');
    if (others.length > 0) throw new TypeError(`expected one subsegment, found ${others.length + 1}: ask for each`);
    const subsegments = nodesOf(toTraceTree(toDocuments(received))).filter(({ kind }) => kind === 'subsegment');
    const alike = { nodes: [wanted], more: true };
    // Only what is asked for below it counts, as only members that are asked for do.
    const asked = wanted.children.nodes.length > 0;
    const fits = subsegments.some((node) => {
      const one = asked ? node : { ...node, children: [] };
      return costOf(compareTrees(alike, [one])) === 0;
    });
    return answer({
      pass: fits,
      wanted: `${nameOf(received)} to have a subsegment ${labelOf(wanted.members)}`,
      found: listOf(subsegments.map(({ document }) => describeCandidate(wanted.members, document))),
    });
  },

  toHaveFault: (received) => answerFlag(received, 'fault'),
  toHaveError: (received) => answerFlag(received, 'error'),
  toHaveThrottle: (received) => answerFlag(received, 'throttle'),

  toMatchTrace(received, expected, options) {
    const compared = compareTrees(toExpectedTree(expected), toTraceTree(toDocuments(received)), options);
    return {
      pass: costOf(compared) === 0,
      message: () =>
        costOf(compared) === 0
          ? `expected the trace not to match, and it does\n\n${drawBoth(compared)}`
          : `expected the trace to match\n\n${drawBoth(compared)}\n\n${describeFirst(compared)}`,
    };
  },
};

interface Answer {
  readonly pass: boolean;
  /** `"orders" to have …` */
  readonly wanted: string;
  /** What is there instead, on lines of its own. */
  readonly found: string;
}

function answer({ pass, wanted, found }: Answer): MatcherResult {
  const [subject = '', verb] = wanted.split(' to ', 2);
  const rest = wanted.slice(subject.length + ' to '.length);
  return {
    pass,
    message: () => (pass && verb !== undefined ? `expected ${subject} not to ${rest}` : `expected ${wanted}\n${found}`),
  };
}

interface EntryQuestion {
  readonly received: unknown;
  readonly kind: string;
  readonly key: string;
  readonly entries: Readonly<Record<string, unknown>>;
  /** The value, if one was given. */
  readonly value: readonly unknown[];
}

function answerEntry({ received, kind, key, entries, value }: EntryQuestion): MatcherResult {
  const isThere = Object.hasOwn(entries, key);
  const [expected] = value;
  const hasValue = value.length > 0;
  const mismatches = isThere && hasValue ? findMismatches(expected, entries[key]) : [];
  return answer({
    pass: isThere && mismatches.length === 0,
    wanted: `${nameOf(received)} to have ${kind} ${key}${hasValue ? ` = ${showValue(expected)}` : ''}`,
    found: isThere
      ? listOf(describeMismatches(mismatches))
      : listOf(Object.entries(entries).map(([name, found]) => `${name} = ${showValue(found)}`)),
  });
}

function answerFlag(received: unknown, flag: 'fault' | 'error' | 'throttle'): MatcherResult {
  const document = toDocument(received);
  const flags = (['fault', 'error', 'throttle'] as const).filter((one) => document[one] === true);
  return answer({
    pass: document[flag] === true,
    wanted: `${nameOf(received)} to have ${flag}`,
    found: `found ${flags.length === 0 ? 'no flag' : flags.join(', ')}`,
  });
}

function describeCandidate(members: Readonly<Record<string, unknown>>, document: object): string {
  const { name } = document as Subsegment;
  const mismatches = findMismatches(members, { ...document, type: 'subsegment' });
  return `${showValue(name)} ${mismatches.length === 0 ? 'but for what is below it' : describeMismatches(mismatches).join('; ')}`;
}

function listOf(lines: readonly string[]): string {
  return lines.length === 0 ? 'found none' : ['found', ...lines.map((line) => `  ${line}`)].join('\n');
}

function nameOf(received: unknown): string {
  if (Array.isArray(received)) return `the trace of ${received.length} documents`;
  return `segment ${showValue((received as Partial<SegmentDocument> | null | undefined)?.name)}`;
}

/** @throws TypeError for what is no document: a list, most often. */
function toDocument(received: unknown): Partial<SegmentDocument> {
  if (typeof received === 'object' && received !== null && !Array.isArray(received)) return received;
  throw new TypeError(`expected one segment document, found ${Array.isArray(received) ? 'a list' : String(received)}`);
}
