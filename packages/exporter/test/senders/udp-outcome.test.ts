import { describe, expect, it } from 'vitest';
import { toClosedOutcome, toUdpOutcome } from '../../src/senders/udp-outcome.ts';

const systemError = (code: string): Error => Object.assign(new Error(`send ${code}`), { code });

describe('toUdpOutcome', () => {
  it.each([
    { errors: {}, outcome: { status: 'sent' }, why: 'no errors' },
    {
      errors: { 2: 'ECONNREFUSED', 0: 'EMSGSIZE' },
      outcome: {
        status: 'partial',
        rejected: [
          { index: 0, reason: 'too-large' },
          { index: 2, reason: 'refused' },
        ],
      },
      why: 'one was sent',
    },
    {
      errors: { 0: 'EMSGSIZE', 1: 'EMSGSIZE', 2: 'EMSGSIZE' },
      outcome: { status: 'partial', rejected: [0, 1, 2].map((index) => ({ index, reason: 'too-large' })) },
      why: 'the way is fine, the documents are not',
    },
    {
      errors: { 0: 'ENETUNREACH', 1: 'ENETUNREACH', 2: 'EMSGSIZE' },
      outcome: {
        status: 'partial',
        rejected: [
          { index: 0, reason: 'refused' },
          { index: 1, reason: 'refused' },
          { index: 2, reason: 'too-large' },
        ],
      },
      why: 'each has its own reason',
    },
  ])('is $outcome.status where $why', ({ errors, outcome }) => {
    const byIndex = new Map(Object.entries(errors).map(([index, code]) => [Number(index), systemError(code)]));
    expect(toUdpOutcome(3, byIndex, '127.0.0.1:2000')).toEqual(outcome);
  });

  it('is failed where the way was the trouble for every datagram, and says which', () => {
    const error = systemError('ENETUNREACH');
    const outcome = toUdpOutcome(1, new Map([[0, error]]), '10.0.0.1:2000');
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { message: 'sending to 10.0.0.1:2000 failed (ENETUNREACH)', cause: error },
    });
  });
});

describe('toClosedOutcome', () => {
  it('rejects every datagram as closed', () => {
    const rejected = [0, 1].map((index) => ({ index, reason: 'closed' }));
    expect(toClosedOutcome(2)).toEqual({ status: 'partial', rejected });
  });
});
