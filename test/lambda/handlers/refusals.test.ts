import { describe, expect, it } from 'vitest';
import { createTaskRoot } from '../task-root.ts';
import { startBare, startTraced } from '../traced-function.ts';
import { withoutLoader } from './outcomes.ts';
import { REFUSALS } from './refusals.ts';

describe.concurrent('a function that cannot start fails as it would without us', () => {
  it.each(REFUSALS)('$why', async ({ files, handler }) => {
    await using taskRoot = await createTaskRoot(files);
    const bare = await startBare({ handler, taskRoot: taskRoot.path });
    const without = await bare.invoke({}).finally(() => bare.close());
    await using traced = await startTraced({ handler, taskRoot: taskRoot.path });
    const { outcome, documents } = await traced.invoke({});

    expect(without).toMatchObject({ status: 'error', phase: 'init' });
    expect(withoutLoader(outcome)).toEqual(withoutLoader(without));
    expect(documents).toEqual([]);
  });
});
