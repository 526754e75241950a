import type { SegmentDocument } from '@otel-xray/segments';
import { isObject } from '../match/partial.ts';
import { formatPath, isBareName } from '../match/tree-text.ts';
import { type NormalizedSegment, type NormalizedTrace, normalizeTrace } from './normalize.ts';

const FLAGS = ['fault', 'error', 'throttle'];

/** Ids of normalized segments, by which they are recognised: a label, and nothing that X-Ray would take. */
const LABEL = /^(?:sub)?segment-\d+$/;

/** What jest and vitest want of a snapshot serializer. */
export interface SnapshotSerializer {
  test(value: unknown): boolean;
  serialize(value: unknown): string;
}

/**
 * Writes traces into snapshots in the text form of `toMatchTrace`: a line a node with its name and flags, its other members below
 * it, one a line. Takes what `normalizeTrace` gives, and documents themselves, which it normalizes.
 *
 * `@otel-xray/testing/vitest` and `…/jest` register it. By hand: `expect.addSnapshotSerializer(serializer)`.
 */
export const serializer: SnapshotSerializer = {
  test: (value) => isNormalizedTrace(value) || isTrace(value),
  serialize: (value) =>
    formatTrace(isNormalizedTrace(value) ? value : normalizeTrace(value as readonly SegmentDocument[])),
};

/** A normalized trace as text, a line a node and a line a member. */
export function formatTrace(trace: NormalizedTrace): string {
  return trace.flatMap((segment) => linesOf(segment, 0)).join('\n');
}

function linesOf({ id, name, start, end, subsegments = [], ...members }: NormalizedSegment, depth: number): string[] {
  const flags = FLAGS.filter((flag) => members[flag] === true);
  const others = Object.entries(members).filter(([key]) => !flags.includes(key));
  const times = start === undefined && end === undefined ? '' : ` ${[start, end].filter(Boolean).join(' to ')}`;
  const head = [isBareName(name) ? name : JSON.stringify(name), ...flags].join(' ');
  const indent = '  '.repeat(depth);
  return [
    `${indent}# ${id}${times}`,
    indent + head,
    ...others.flatMap(([key, value]) => memberLines([key], value)).map((line) => `${indent}  ${line}`),
    ...subsegments.flatMap((child) => linesOf(child, depth + 1)),
  ];
}

function memberLines(path: readonly string[], value: unknown): readonly string[] {
  const hasLines = isObject(value) || (Array.isArray(value) && value.some(isObject));
  if (hasLines && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, member]) => memberLines([...path, key], member));
  }
  return value === undefined ? [] : [`.${formatPath(path)} = ${JSON.stringify(value)}`];
}

function isNormalizedTrace(value: unknown): value is NormalizedTrace {
  return isListOf(value, ({ id, name }) => typeof id === 'string' && LABEL.test(id) && typeof name === 'string');
}

function isTrace(value: unknown): boolean {
  return isListOf(value, ({ id, trace_id, name, start_time }) => {
    return [id, trace_id, name].every((text) => typeof text === 'string') && typeof start_time === 'number';
  });
}

function isListOf(value: unknown, isItem: (item: Record<string, unknown>) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isObject(item) && isItem(item));
}
