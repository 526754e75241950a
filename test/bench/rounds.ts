/**
 * Runs every row once a round, forwards and backwards by turns: what disturbs one disturbs all. Gives the results of each row in
 * the order of the rounds.
 */
export async function runInRounds<Row, Result>(
  rows: readonly Row[],
  rounds: number,
  run: (row: Row) => Promise<Result>,
): Promise<ReadonlyMap<Row, readonly Result[]>> {
  const results = new Map<Row, Result[]>(rows.map((row) => [row, []]));
  for (let round = 0; round < rounds; round++) {
    for (const row of round % 2 === 0 ? rows : rows.toReversed()) results.get(row)?.push(await run(row));
  }
  return results;
}
