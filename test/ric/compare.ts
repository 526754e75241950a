import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { type FunctionError, type InvocationOutcome, startFunction } from '@otel-xray/testing';
import type { HandlerFiles } from '../lambda/handlers/kinds.ts';
import { REFUSALS } from '../lambda/handlers/refusals.ts';
import { createTaskRoot } from '../lambda/task-root.ts';
import { CASES, type RicCase } from './cases.ts';

const TASK_ROOT = fileURLToPath(new URL('functions', import.meta.url));

/**
 * Runs the same handlers under our runtime client and under AWS's own, and compares what each answers, sees and reports.
 *
 * @returns the handlers that can tell them apart, each with what it saw.
 */
export async function compareWithRic(runtimeClient: string): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const one of CASES) {
    const [ours, theirs] = await Promise.all([runCase(one), runCase(one, runtimeClient)]);
    const [a, b] = [ours, theirs].map((outcomes) => inspect(outcomes, { depth: 9, sorted: true }));
    if (a !== b) differences.push(`${one.handler} (${one.why})\nours\n${a}\naws-lambda-ric\n${b}`);
  }
  for (const one of REFUSALS) {
    const [ours, theirs] = await Promise.all([refuse(one), refuse(one, runtimeClient)]);
    if (ours !== theirs) differences.push(`${one.why}: ours says ${ours}, aws-lambda-ric ${theirs}`);
  }
  return differences;
}

/** The type of the error with which a function does not start. */
async function refuse({ files, handler }: HandlerFiles, runtimeClient?: string): Promise<string> {
  await using taskRoot = await createTaskRoot(files);
  const running = await startFunction({ handler, taskRoot: taskRoot.path, runtimeClient });
  const outcome = await running.invoke({}).finally(() => running.close());
  return outcome.status === 'error' && outcome.phase === 'init' ? outcome.error.errorType : outcome.status;
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
