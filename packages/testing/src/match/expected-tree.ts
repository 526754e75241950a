import type { SegmentDocument, Subsegment } from '@otel-xray/segments';
import { type ExpectedChildren, MORE } from './expected-node.ts';
import { parseTree } from './tree-text.ts';

/** A part of a value: members may be left out, and matchers (`expect.any(String)`, a `RegExp`) may stand anywhere. */
export type PartialValue<T> = T extends readonly (infer Item)[]
  ? readonly PartialValue<Item>[]
  : T extends object
    ? { readonly [K in keyof T]?: PartialValue<T[K]> | undefined }
    : T extends string
      ? T | RegExp
      : T;

/** The members of a segment or subsegment that matter, and its children: all of them, unless one is `'…'`. */
export type ExpectedSegment = PartialValue<Omit<Subsegment, 'subsegments' | 'name' | 'parent_id'>> & {
  readonly name?: string | RegExp;
  /** Independent or nested, it is the same. Left out, there must be none. */
  readonly subsegments?: readonly (ExpectedSegment | string)[];
};

/** What `toMatchTrace` takes: one top or several, as objects or in the text form. */
export type ExpectedTrace = ExpectedSegment | string | readonly (ExpectedSegment | string)[];

/**
 * Reads an expected trace, in whichever form.
 *
 * @throws TypeError for a text that is no tree, with the line.
 */
export function toExpectedTree(expected: ExpectedTrace): ExpectedChildren {
  const parts: readonly unknown[] = Array.isArray(expected) ? expected : [expected];
  return joinChildren(parts.map(toChildren));
}

function toChildren(part: unknown): ExpectedChildren {
  if (typeof part === 'string') return MORE.includes(part.trim()) ? { nodes: [], more: true } : parseTree(part);
  if (typeof part !== 'object' || part === null) {
    throw new TypeError(`expected a segment as object or text, found ${String(part)}`);
  }
  const { subsegments = [], ...members } = part as ExpectedSegment;
  return { nodes: [{ members, children: joinChildren(subsegments.map(toChildren)) }], more: false };
}

function joinChildren(parts: readonly ExpectedChildren[]): ExpectedChildren {
  return { nodes: parts.flatMap(({ nodes }) => nodes), more: parts.some(({ more }) => more) };
}

/** For matchers that take documents or one document: the list. */
export function toDocuments(received: unknown): readonly SegmentDocument[] {
  return (Array.isArray(received) ? received : [received]) as readonly SegmentDocument[];
}
