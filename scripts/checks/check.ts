/** One thing that a change must pass. */
export interface Check {
  /** Two or three words: `dead code`. */
  readonly name: string;
  /** Throws, with what a reader needs to mend it, where it does not hold. May give a few words about what it saw. */
  run(): Promise<string | void>;
}

/** Runs the checks one after the other, all of them whatever fails, and tells of each. Gives the number that failed. */
export async function runChecks(checks: readonly Check[], tell: (line: string) => void): Promise<number> {
  const problems = new Map<unknown, string>();
  let failed = 0;
  for (const { name, run } of checks) {
    const startedAt = performance.now();
    const seconds = (): string => `${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s`;
    try {
      const seen = await run();
      tell(`ok     ${seconds()}  ${name}${seen === undefined ? '' : ` (${seen})`}`);
    } catch (error) {
      failed += 1;
      tell(`FAILED ${seconds()}  ${name}`);
      // What several checks stand on, such as the build, fails in each of them.
      const known = problems.get(error);
      tell(indent(known === undefined ? toText(error) : `as '${known}' above`));
      problems.set(error, known ?? name);
    }
  }
  tell(`${checks.length - failed} passed, ${failed} failed`);
  return failed;
}

function toText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function indent(text: string): string {
  return text.trim().replaceAll(/^/gm, '    ');
}
