import { lintDocument } from '@otel-xray/testing';
import type { InvocationOutcome, RunningFunction } from '@otel-xray/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBare, startTraced, type TracedFunction } from '../traced-function.ts';

/** What a handler throws, and the exceptions of its document, outermost first. */
interface Thrown {
  readonly how: string;
  readonly why: string;
  readonly exceptions: readonly { readonly type: string; readonly message?: string }[];
}

const THROWN: readonly Thrown[] = [
  { how: 'error', why: 'an error of its own class', exceptions: [{ type: 'NoTable', message: 'TABLE is not set' }] },
  { how: 'emptyMessage', why: 'an empty message', exceptions: [{ type: 'RangeError' }] },
  { how: 'noMessageAtAll', why: 'no message', exceptions: [{ type: 'Error' }] },
  {
    how: 'causes',
    why: 'a chain of causes',
    exceptions: [
      { type: 'Error', message: 'no order' },
      { type: 'NoTable', message: 'no row' },
      { type: 'TypeError', message: 'no socket' },
    ],
  },
  { how: 'causeOfItself', why: 'a ring of causes', exceptions: [{ type: 'Error', message: 'round' }] },
  { how: 'causeIsText', why: 'a cause that is no error', exceptions: [{ type: 'Error', message: 'no order' }] },
  {
    how: 'aggregate',
    why: 'an AggregateError',
    exceptions: [
      { type: 'AggregateError', message: 'both failed' },
      { type: 'NoTable', message: 'first' },
      { type: 'TypeError', message: 'second' },
    ],
  },
  { how: 'text', why: 'a text', exceptions: [{ type: 'string', message: 'only a text' }] },
  { how: 'nothing', why: 'undefined', exceptions: [{ type: 'undefined', message: 'undefined' }] },
  { how: 'null', why: 'null', exceptions: [{ type: 'null', message: 'null' }] },
  { how: 'number', why: 'a number', exceptions: [{ type: 'number', message: '7' }] },
  { how: 'object', why: 'an object', exceptions: [{ type: 'object', message: '{"code":"E_TEA","cups":2}' }] },
  { how: 'code', why: 'an error with a code', exceptions: [{ type: 'Error', message: 'refused' }] },
  { how: 'unreadable', why: 'an error that cannot be read', exceptions: [{ type: 'Error' }] },
];

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
    expect(comparable(outcome)).toEqual(comparable(without));
    expect(finished).toMatchObject([{ fault: true, cause: { exceptions } }]);
    expect(documents.flatMap(lintDocument)).toEqual([]);
  });
});

function comparable(outcome: InvocationOutcome): unknown {
  if (outcome.status !== 'error') return outcome;
  const { errorType, errorMessage, trace } = outcome.error;
  return { phase: outcome.phase, errorType, errorMessage, firstLine: trace[0] };
}
