import { compareWithRic } from './compare.ts';
import { REFUSALS } from '../lambda/handlers/refusals.ts';
import { CASES } from './cases.ts';
import { installRic } from './install.ts';
import { runAll } from './runs.ts';
import { tracedRuns } from './traced.ts';

/**
 * Holds our runtime client to AWS's own, and runs functions that `@otel-xray/lambda` traces under AWS's.
 *
 * @returns a few words: how much was tried; or, where AWS's client cannot be built and this is no machine of CI's, what it lacks.
 * @throws Error with all that did not hold.
 */
async function runRic(): Promise<string> {
  const runtimeClient = await installRic().catch((error: unknown) => error as Error);
  if (typeof runtimeClient !== 'string') {
    // CI is where it has to run: there, a machine that cannot is what has failed.
    if (process.env['CI'] === 'true') throw runtimeClient;
    return `SKIPPED: aws-lambda-ric cannot be built here: ${runtimeClient.message}`;
  }
  const differences = await compareWithRic(runtimeClient);
  const runs = await tracedRuns(runtimeClient);
  const problems = [...differences, ...(await runAll(runs))];
  if (problems.length > 0) throw new Error(problems.join('\n\n'));
  return `${CASES.length + REFUSALS.length} handlers the same under aws-lambda-ric, ${runs.length} runs of traced ones`;
}

console.log(await runRic());
