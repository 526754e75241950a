/** An expected thing and the received one that stands for it; one of them alone where there is no counterpart. */
export type Pairing<E, R> =
  | readonly [expected: E, received: R]
  | readonly [expected: E, received: undefined]
  | readonly [expected: undefined, received: R];

export interface PairingProblem<E, R> {
  readonly nodes: readonly E[];
  readonly others: readonly R[];
  /** Whether received ones may be left over. */
  readonly more: boolean;
  /** How much the two differ; 0 is a match, and from `SAME_THING_COST` on they are different things. */
  readonly cost: (expected: E, received: R) => number;
}

/** From here on, two things are not the same one that has changed. */
const SAME_THING_COST = 20;
const LEFT_OUT_COST = 10;

/**
 * Pairs as many as match, whatever their order; what is left, with what is most like it.
 *
 * Finds the pairing in which all match wherever there is one, also where several partial ones match the same.
 */
export function pairAnyOrder<E, R>(problem: PairingProblem<E, R>): readonly Pairing<E, R>[] {
  const { nodes, others, cost } = problem;
  const partners = new Map<R, E>();
  for (const node of nodes) claim(problem, partners, { node, refused: new Set() });
  const taken = new Map([...partners].map(([other, node]) => [node, other]));
  const byLikeness = nodes
    .flatMap((node) => others.map((other) => ({ node, other, by: cost(node, other) })))
    .sort((a, b) => a.by - b.by);
  for (const { node, other, by } of byLikeness) {
    const isLast = nodes.length - taken.size === 1 && others.length - taken.size === 1;
    if (taken.has(node) || partners.has(other) || (by >= SAME_THING_COST && !isLast)) continue;
    taken.set(node, other);
    partners.set(other, node);
  }
  return [
    ...nodes.map((node): Pairing<E, R> => [node, taken.get(node) as R]),
    ...others.filter((other) => !partners.has(other)).map((other): Pairing<E, R> => [undefined, other]),
  ];
}

interface Claim<E, R> {
  readonly node: E;
  /** Asked already, for this claim. */
  readonly refused: Set<R>;
}

/** Gives `node` a partner that matches, moving others on to further partners where that helps. */
function claim<E, R>(problem: PairingProblem<E, R>, partners: Map<R, E>, { node, refused }: Claim<E, R>): boolean {
  for (const other of problem.others) {
    if (refused.has(other) || problem.cost(node, other) !== 0) continue;
    refused.add(other);
    const rival = partners.get(other);
    if (rival === undefined || claim(problem, partners, { node: rival, refused })) {
      partners.set(other, node);
      return true;
    }
  }
  return false;
}

/** Pairs in the given order, with the least difference in all: leaving one out costs, unless more are allowed. */
export function pairInOrder<E, R>({ nodes, others, more, cost }: PairingProblem<E, R>): readonly Pairing<E, R>[] {
  const extraCost = more ? 0 : LEFT_OUT_COST;
  // least[i][j]: the cost of what follows the first i expected and the first j received ones.
  const least: number[][] = Array.from({ length: nodes.length + 1 }, () => Array<number>(others.length + 1).fill(0));
  const at = (i: number, j: number): number => least[i]?.[j] ?? Infinity;
  const pairCost = (i: number, j: number): number => cost(nodes[i] as E, others[j] as R) + at(i + 1, j + 1);
  for (let i = nodes.length; i >= 0; i--) {
    for (let j = others.length; j >= 0; j--) {
      if (i === nodes.length && j === others.length) continue;
      const pair = i < nodes.length && j < others.length ? pairCost(i, j) : Infinity;
      (least[i] as number[])[j] = Math.min(pair, at(i + 1, j) + LEFT_OUT_COST, at(i, j + 1) + extraCost);
    }
  }
  return walk();

  function walk(): Pairing<E, R>[] {
    const pairings: Pairing<E, R>[] = [];
    let [i, j] = [0, 0];
    while (i < nodes.length || j < others.length) {
      if (i < nodes.length && j < others.length && pairCost(i, j) === at(i, j)) {
        pairings.push([nodes[i++] as E, others[j++] as R]);
      } else if (at(i + 1, j) + LEFT_OUT_COST === at(i, j)) pairings.push([nodes[i++] as E, undefined]);
      else pairings.push([undefined, others[j++] as R]);
    }
    return pairings;
  }
}
