import type { InvocationOutcome } from '@otel-xray/testing';
import { describe, expect, it } from 'vitest';
import { createTaskRoot } from '../task-root.ts';
import { startBare, startTraced } from '../traced-function.ts';
import { REFUSALS } from './refusals.ts';

describe.concurrent('a function that cannot start fails as it would without us', () => {
  it.each(REFUSALS)('$why', async ({ files, handler }) => {
    await using taskRoot = await createTaskRoot(files);
    const bare = await startBare({ handler, taskRoot: taskRoot.path });
    const without = await bare.invoke({}).finally(() => bare.close());
    await using traced = await startTraced({ handler, taskRoot: taskRoot.path });
    const { outcome, documents } = await traced.invoke({});

    expect(without).toMatchObject({ status: 'error', phase: 'init' });
    expect(comparable(outcome)).toEqual(comparable(without));
    expect(documents).toEqual([]);
  });
});

/** An outcome without the stack, and without the file that Node says to have asked for a module: the loader, here or there. */
function comparable(outcome: InvocationOutcome): unknown {
  if (outcome.status !== 'error') return outcome;
  const { errorType, errorMessage } = outcome.error;
  const message = errorMessage.replace(/\nRequire stack:[^]*/, '').replace(/(?<= imported from ).*/, '');
  return { phase: outcome.phase, errorType, message };
}
