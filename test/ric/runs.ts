/** One thing to try. */
export interface Run {
  readonly name: string;
  /** Rejects where it does not hold. */
  run(): Promise<void>;
}

/** Tries all, two at a time, and gives what did not hold. */
export async function runAll(runs: readonly Run[]): Promise<readonly string[]> {
  const left = runs.values();
  const problems: string[] = [];
  const work = async (): Promise<void> => {
    for (const { name, run } of left) {
      await run().catch((error: unknown) => problems.push(`${name}\n${String(error)}`));
    }
  };
  await Promise.all([work(), work()]);
  return problems;
}
