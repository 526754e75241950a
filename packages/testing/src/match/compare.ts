import type { TraceNode } from '../trace-tree.ts';
import type { ExpectedChildren, ExpectedNode } from './expected-node.ts';
import { findMismatches, type Mismatch } from './partial.ts';
import { pairAnyOrder, pairInOrder, type Pairing } from './pairing.ts';

export interface CompareOptions {
  /**
   * In which order siblings are expected: `any`, or by their `start`, with the names deciding where two start at once.
   *
   * @default 'any'
   */
  readonly order?: 'any' | 'start' | undefined;
}

/** One line of both trees: what was expected, what was received, or both, and where they differ. */
export interface ComparedNode {
  readonly expected: ExpectedNode | undefined;
  readonly received: TraceNode | undefined;
  readonly mismatches: readonly Mismatch[];
  /** Received without having been expected, where others are allowed. */
  readonly isAllowed: boolean;
  readonly children: readonly ComparedNode[];
  /** How much differs, here and below; 0 is a match. */
  readonly cost: number;
}

/** Another name is another node: rather missing and unexpected than compared with each other. */
const NAME_COST = 20;
const ABSENCE_COST = 10;

/** Compares trees with expected ones: all lines, those that match too. They match where every `cost` is 0. Never throws. */
export function compareTrees(
  expected: ExpectedChildren,
  received: readonly TraceNode[],
  { order = 'any' }: CompareOptions = {},
): readonly ComparedNode[] {
  const known = new Map<ExpectedNode, Map<TraceNode, ComparedNode>>();

  function compare(one: ExpectedNode, other: TraceNode): ComparedNode {
    const row = known.get(one) ?? new Map<TraceNode, ComparedNode>();
    known.set(one, row);
    const seen = row.get(other) ?? compareNow(one, other);
    row.set(other, seen);
    return seen;
  }

  function compareNow(one: ExpectedNode, other: TraceNode): ComparedNode {
    const mismatches = findMismatches(one.members, withKind(other));
    const children = compareAll(one.children, other.children);
    const own = mismatches.reduce((sum, { path }) => sum + (path[0] === 'name' ? NAME_COST : 1), 0);
    return { expected: one, received: other, mismatches, isAllowed: false, children, cost: own + costOf(children) };
  }

  function compareAll({ nodes, more }: ExpectedChildren, others: readonly TraceNode[]): readonly ComparedNode[] {
    const problem = { nodes, others, more, cost: (a: ExpectedNode, b: TraceNode) => compare(a, b).cost };
    const pairings = order === 'any' ? pairAnyOrder(problem) : pairInOrder(problem);
    return pairings.map((pairing) => toCompared(pairing, more));
  }

  function toCompared([one, other]: Pairing<ExpectedNode, TraceNode>, more: boolean): ComparedNode {
    if (one !== undefined && other !== undefined) return compare(one, other);
    const isAllowed = one === undefined && more;
    const cost = isAllowed ? 0 : ABSENCE_COST;
    return { expected: one, received: other, mismatches: [], isAllowed, children: [], cost };
  }

  return compareAll(expected, received);
}

/** What all these differ by together. */
export function costOf(compared: readonly ComparedNode[]): number {
  return compared.reduce((sum, { cost }) => sum + cost, 0);
}

/** A nested subsegment does not say that it is one; who asks for `type` is told all the same. */
function withKind({ kind, document }: TraceNode): object {
  return kind === 'subsegment' ? { ...document, type: 'subsegment' } : document;
}
