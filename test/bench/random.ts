/** Numbers that look random and are the same in every run. */
export interface Random {
  /** `digits` hex digits, the first of them not zero: an id of nothing but zeros is none. */
  hex(digits: number): string;
  /** `true` in about `share` of all calls. */
  chance(share: number): boolean;
}

/** A linear congruential generator, modulus 2^32. Good enough to vary a workload, and for nothing else. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const digit = (lowest: number): string => (lowest + Math.floor(next() * (16 - lowest))).toString(16);
  return {
    hex: (digits) => digit(1) + Array.from({ length: digits - 1 }, () => digit(0)).join(''),
    chance: (share) => next() < share,
  };
}
