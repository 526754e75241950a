import { describe, expect, it } from 'vitest';
import { ColdStart } from '../../src/invocation/cold-start.ts';

describe('ColdStart', () => {
  it.each([
    { type: undefined, first: true, why: 'not said' },
    { type: 'on-demand', first: true, why: 'on demand' },
    { type: 'provisioned-concurrency', first: false, why: 'made ready beforehand' },
    { type: 'snap-start', first: false, why: 'restored' },
    { type: 'lambda-managed-instances', first: false, why: 'an instance that is kept' },
  ])('says $first of the first invocation, and false of the next ($why)', ({ type, first }) => {
    const coldStart = new ColdStart({ AWS_LAMBDA_INITIALIZATION_TYPE: type });
    expect([coldStart.take(), coldStart.take()]).toEqual([first, false]);
  });
});
