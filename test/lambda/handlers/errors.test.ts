import { lintDocument } from '@otel-xray/testing';
import type { RunningFunction } from '@otel-xray/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBare, startTraced, type TracedFunction } from '../traced-function.ts';
import { withoutFrames } from './outcomes.ts';
import { THROWN } from './thrown.ts';

describe.each([
  { handler: 'throws.handler', kind: 'rejects' },
  { handler: 'throws.plain', kind: 'throws' },
])('a handler that $kind', ({ handler }) => {
  let traced: TracedFunction;
  let bare: RunningFunction;

  beforeAll(async () => {
    traced = await startTraced({ handler });
    bare = await startBare({ handler });
  });
  afterAll(async () => {
    await traced[Symbol.asyncDispose]();
    await bare.close();
  });

  it.each(THROWN)('with $why: it fails as without us, and is a fault with its cause', async ({ how, exceptions }) => {
    const without = await bare.invoke({ how });
    const { outcome, documents, finished } = await traced.invoke({ how });

    expect(without).toMatchObject({ status: 'error', phase: 'invoke' });
    expect(withoutFrames(outcome)).toEqual(withoutFrames(without));
    expect(finished).toMatchObject([{ fault: true, cause: { exceptions } }]);
    expect(documents.flatMap(lintDocument)).toEqual([]);
  });
});
