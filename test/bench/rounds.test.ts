import { expect, it } from 'vitest';
import { runInRounds } from './rounds.ts';

it('runs every row once a round, forwards and backwards by turns, and keeps what each gave', async () => {
  const order: string[] = [];
  const results = await runInRounds(['a', 'b', 'c'], 3, async (row) => order.push(row));
  expect(order.join('')).toBe('abccbaabc');
  expect(Object.fromEntries(results)).toEqual({ a: [1, 6, 7], b: [2, 5, 8], c: [3, 4, 9] });
});
