import { describe, expect, it } from 'vitest';
import { bundle, sourceOf } from '../bundle.ts';
import { startTraced } from '../traced-function.ts';

describe.concurrent('a bundled function, with a copy of the API inside', () => {
  it.each([
    { format: 'esm', handler: 'work.handler' },
    { format: 'cjs', handler: 'work.handler' },
    { format: 'cjs', handler: 'work.sync' },
  ] as const)('$format $handler: its spans hang below the invocation', async ({ format, handler }) => {
    const taskRoot = await bundle({ format, input: { work: sourceOf('test/lambda/functions/work.mjs') } });
    await using traced = await startTraced({ handler, taskRoot });
    const { outcome, finished } = await traced.invoke({ order: 7 });

    expect(outcome).toMatchObject({ status: 'response', response: { order: 7 } });
    expect(finished).toMatchObject([
      { name: 'function-under-test', subsegments: [{ name: 'find order', subsegments: [{ name: 'read row' }] }] },
    ]);
  });
});
