import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { type FunctionError, type InvocationOutcome, startFunction } from '@otel-xray/testing';
import { CASES, type RicCase } from './cases.ts';
import { installRic, missingTools } from './install.ts';

const TASK_ROOT = fileURLToPath(new URL('functions', import.meta.url));

/**
 * Runs the same handlers under our runtime client and under AWS's own, and compares what each answers, sees and reports.
 *
 * @returns a few words: how many were equal, or what is missing here to build AWS's.
 * @throws Error with each handler that can tell them apart, and what it saw.
 */
export async function compareWithRic(): Promise<string> {
  const missing = await missingTools();
  if (missing.length > 0) return `SKIPPED: aws-lambda-ric cannot be built here, without ${missing.join(', ')}`;
  const runtimeClient = await installRic().catch((error: unknown) => error as Error);
  // It compiles C++ against the headers of Node, which not every machine has. What it answers is never passed over.
  if (typeof runtimeClient !== 'string')
    return `SKIPPED: aws-lambda-ric cannot be built here: ${runtimeClient.message}`;
  const differences: string[] = [];
  for (const one of CASES) {
    const [ours, theirs] = await Promise.all([runCase(one), runCase(one, runtimeClient)]);
    const [a, b] = [ours, theirs].map((outcomes) => inspect(outcomes, { depth: 9, sorted: true }));
    if (a !== b) differences.push(`${one.handler} (${one.why})\nours\n${a}\naws-lambda-ric\n${b}`);
  }
  if (differences.length > 0) throw new Error(differences.join('\n\n'));
  return `${CASES.length} handlers the same under aws-lambda-ric`;
}

async function runCase(
  { handler, invocations = [], atOnce = false, environment, hasBetterCause = false }: RicCase,
  runtimeClient?: string,
): Promise<readonly unknown[]> {
  const running = await startFunction({ handler, taskRoot: TASK_ROOT, environment, runtimeClient });
  const outcomes: InvocationOutcome[] = [];
  try {
    if (atOnce)
      return (await Promise.all(invocations.map((one) => running.invoke({}, one)))).map((one) =>
        comparable(one, hasBetterCause),
      );
    for (const one of invocations) outcomes.push(await running.invoke({ order: 7 }, one));
    return outcomes.map((one) => comparable(one, hasBetterCause));
  } finally {
    await running.close();
  }
}

/** An outcome without what may differ: our frames, which are better than AWS's for ES modules, and the words of an init error. */
function comparable(outcome: InvocationOutcome, hasBetterCause: boolean): unknown {
  if (outcome.status !== 'error') return outcome;
  const { errorType, errorMessage, trace } = outcome.error;
  if (outcome.phase === 'init') return { ...outcome, error: { errorType } };
  const xrayCause = hasBetterCause ? undefined : comparableCause(outcome.error);
  return { ...outcome, error: { errorType, errorMessage, trace: trace.slice(0, 1), xrayCause } };
}

function comparableCause({ xrayCause }: FunctionError): unknown {
  if (typeof xrayCause !== 'object' || xrayCause === null) return xrayCause;
  const { working_directory, exceptions } = xrayCause as {
    readonly working_directory: string;
    readonly exceptions: readonly { readonly type: string; readonly message: string }[];
  };
  return { working_directory, exceptions: exceptions.map(({ type, message }) => ({ type, message })) };
}

if (import.meta.main) console.log(await compareWithRic());
