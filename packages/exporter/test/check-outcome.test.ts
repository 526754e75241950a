import { describe, expect, it } from 'vitest';
import { checkOutcome } from '../src/check-outcome.ts';
import { XRayExportError } from '../src/errors.ts';

const DATAGRAMS = 2;
const lost = new Error('lost');
const unreadable = new Proxy({}, { get: () => fail() });

function fail(): never {
  throw lost;
}

function* endless(): Generator<unknown> {
  for (;;) yield { index: 0, reason: 'too-large' };
}

describe('checkOutcome', () => {
  it.each([
    { outcome: { status: 'sent' } },
    { outcome: { status: 'partial', rejected: [{ index: 1, reason: 'closed' }] } },
    { outcome: { status: 'failed', error: lost } },
  ])('gives $outcome as it is', ({ outcome }) => {
    expect(checkOutcome(outcome, DATAGRAMS)).toEqual(outcome);
  });

  it.each([
    { rejected: [], left: [], why: 'nothing was rejected' },
    { rejected: [{ index: 2, reason: 'refused' }], left: [], why: 'above the last datagram' },
    { rejected: [{ index: -1, reason: 'refused' }], left: [], why: 'below the first' },
    { rejected: [{ index: 0.5, reason: 'refused' }], left: [], why: 'between two' },
    { rejected: [{ reason: 'refused' }], left: [], why: 'of none' },
    {
      rejected: [
        { index: 0, reason: 'too-large' },
        { index: 0, reason: 'closed' },
      ],
      left: [{ index: 0, reason: 'too-large' }],
      why: 'one datagram twice',
    },
    { rejected: [{ index: 0, reason: 'tired' }], left: [{ index: 0, reason: 'refused' }], why: 'a reason of its own' },
  ])('reads rejections by the datagrams that there were: $why', ({ rejected, left }) => {
    expect(checkOutcome({ status: 'partial', rejected }, DATAGRAMS)).toEqual(
      left.length === 0 ? { status: 'sent' } : { status: 'partial', rejected: left },
    );
  });

  it.each([
    { outcome: undefined, why: 'nothing', cause: undefined },
    { outcome: null, why: 'null', cause: undefined },
    { outcome: { status: 'ok' }, why: 'a status of its own', cause: undefined },
    { outcome: { status: 'partial' }, why: 'partial without rejections', cause: undefined },
    { outcome: { status: 'partial', rejected: endless() }, why: 'rejections without end', cause: undefined },
    { outcome: { status: 'partial', rejected: [null] }, why: 'no rejection', cause: expect.any(TypeError) as unknown },
    { outcome: { status: 'partial', rejected: [unreadable] }, why: 'one that throws', cause: lost },
    { outcome: unreadable, why: 'an outcome that throws', cause: lost },
    { outcome: { status: 'failed' }, why: 'a failure without an error', cause: undefined },
    { outcome: { status: 'failed', error: 'lost' }, why: 'a failure with what is none', cause: 'lost' },
  ])('takes $why as a failure', ({ outcome, cause }) => {
    const checked = checkOutcome(outcome, DATAGRAMS);
    expect(checked).toEqual({ status: 'failed', error: expect.any(XRayExportError) as unknown });
    expect(checked).toMatchObject({ error: { message: expect.stringMatching(/^the sender /) as string, cause } });
  });
});
