import { diag } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import type { Rejection, Sender, SendOutcome } from '../../src/sender.ts';
import { createConsoleSender } from '../../src/senders/console.ts';
import { teeSenders } from '../../src/senders/tee.ts';
import { createUdpSender } from '../../src/senders/udp.ts';
import { listenToDiag } from '../diag-log.ts';
import { createReceiver } from '../receiver.ts';
import { createRecordingSender } from '../recording-sender.ts';
import { describeSenderContract } from '../sender-contract.ts';
import { HEADER_LINE } from '@otel-xray/segments';
import { PassThrough } from 'node:stream';

describeSenderContract('teeSenders', async () => {
  const receiver = await createReceiver();
  const stream = new PassThrough().resume();
  return {
    sender: teeSenders(createUdpSender({ daemonAddress: receiver.address }), createConsoleSender({ stream })),
    received: async () => (await receiver.received()).map((text) => text.slice(HEADER_LINE.length)),
    breakOff: async () => {
      stream.destroy();
      await receiver.close();
    },
    close: () => receiver.close(),
  };
});

describe('teeSenders', () => {
  const datagrams = [Buffer.from('a'), Buffer.from('b'), Buffer.from('c')];
  const answering = (outcome: SendOutcome) => createRecordingSender({ send: async () => outcome });
  const failed: SendOutcome = { status: 'failed', error: new Error('no way') };
  const partial = (index: number, reason: Rejection['reason'] = 'too-large'): SendOutcome => ({
    status: 'partial',
    rejected: [{ index, reason }],
  });

  /** Two senders that reject the same datagram for different reasons, whichever comes first. */
  function toBothOrders(
    one: Rejection['reason'],
    other: Rejection['reason'],
    worst: Rejection['reason'],
  ): { why: string; outcomes: SendOutcome[]; outcome: SendOutcome }[] {
    return [
      [one, other],
      [other, one],
    ].map(([first, second]) => ({
      why: `one was ${first}, then ${second}`,
      outcomes: [partial(1, first), partial(1, second)],
      outcome: partial(1, worst),
    }));
  }

  it.each([
    { order: 'the failure first', outcomes: [failed, partial(1)] },
    { order: 'the failure last', outcomes: [partial(1), failed] },
  ])('tells what was too large beside a failure, so that it comes again in pieces ($order)', async ({ outcomes }) => {
    const log = listenToDiag();
    const tee = teeSenders(...outcomes.map(answering));
    for (let round = 0; round < 2; round++) {
      await expect(tee.send(datagrams)).resolves.toEqual({
        status: 'partial',
        rejected: [
          { index: 0, reason: 'refused' },
          { index: 1, reason: 'too-large' },
          { index: 2, reason: 'refused' },
        ],
      });
    }
    const text = expect.stringContaining(`sender ${outcomes.indexOf(failed)} of a tee failed Error: no way`) as string;
    expect(log.lines).toEqual([{ level: 'error', text }]);
    diag.disable();
  });

  it('answers with the first failure, and tells of each other sender that failed, once', async () => {
    const log = listenToDiag();
    const fail = (message: string) => answering({ status: 'failed', error: new Error(message) });
    const tee = teeSenders(createRecordingSender(), fail('one'), fail('two'), fail('three'));
    for (let round = 0; round < 2; round++) {
      await expect(tee.send(datagrams)).resolves.toMatchObject({ status: 'failed', error: { message: 'one' } });
    }
    expect(log.lines.map(({ text }) => text)).toEqual([
      expect.stringContaining('sender 2 of a tee failed Error: two'),
      expect.stringContaining('sender 3 of a tee failed Error: three'),
    ]);
    diag.disable();
  });

  it('gives each sender an array of its own', async () => {
    const draining = createRecordingSender({
      send: async (given) => {
        (given as Buffer[]).length = 0;
        return { status: 'sent' };
      },
    });
    const other = createRecordingSender();
    await expect(teeSenders(draining, other).send(datagrams)).resolves.toEqual({ status: 'sent' });
    expect(other.batches).toEqual([['a', 'b', 'c']]);
    expect(datagrams).toHaveLength(3);
  });

  it.each([
    {
      senders: [undefined],
      message: 'senders[0]: expected an object with send, forceFlush and shutdown, found no send',
    },
    {
      senders: [createRecordingSender(), { send: () => {}, forceFlush: () => {} }],
      message: 'senders[1]: expected an object with send, forceFlush and shutdown, found no shutdown',
    },
  ])('throws a TypeError for what is no sender: $message', ({ senders, message }) => {
    expect(() => teeSenders(...(senders as Sender[]))).toThrow(new TypeError(message));
  });

  it('shows the counters of the others where those of one throw', () => {
    const broken = createRecordingSender({
      stats: () => {
        throw new Error('bug');
      },
    });
    const counting = createRecordingSender({ stats: () => ({ count: 1 }) });
    expect(teeSenders(broken, counting).stats?.()).toEqual({ '1.count': 1 });
  });

  it('hands everything to every sender', async () => {
    const senders = [createRecordingSender(), createRecordingSender()];
    await expect(teeSenders(...senders).send(datagrams)).resolves.toEqual({ status: 'sent' });
    expect(senders.map(({ batches }) => batches)).toEqual([[['a', 'b', 'c']], [['a', 'b', 'c']]]);
  });

  it.each([
    { why: 'one failed', outcomes: [{ status: 'sent' } as const, failed], outcome: failed },
    { why: 'one rejected some', outcomes: [{ status: 'sent' } as const, partial(1)], outcome: partial(1) },
    {
      why: 'two rejected different ones',
      outcomes: [partial(2), partial(0)],
      outcome: {
        status: 'partial',
        rejected: [
          { index: 0, reason: 'too-large' },
          { index: 2, reason: 'too-large' },
        ],
      },
    },
    ...toBothOrders('refused', 'too-large', 'too-large'),
    ...toBothOrders('closed', 'too-large', 'too-large'),
    ...toBothOrders('closed', 'refused', 'refused'),
    { why: 'there is no sender', outcomes: [], outcome: { status: 'sent' } },
  ])('answers with the worst of the outcomes: $why', async ({ outcomes, outcome }) => {
    await expect(teeSenders(...outcomes.map(answering)).send(datagrams)).resolves.toEqual(outcome);
  });

  it('keeps nothing from the others when one throws, rejects or never answers its shutdown well', async () => {
    const broken = createRecordingSender({
      send: () => {
        throw new Error('bug');
      },
      shutdown: () => Promise.reject(new Error('bug')),
    });
    const sound = createRecordingSender();
    const tee = teeSenders(broken, sound);
    await expect(tee.send(datagrams)).resolves.toMatchObject({ status: 'failed' });
    await tee.forceFlush();
    await tee.shutdown();
    expect(sound.batches).toHaveLength(1);
    expect(sound.calls).toEqual(['forceFlush', 'shutdown']);
  });

  it('answers failed where a sender gives no outcome', async () => {
    const silent = createRecordingSender({ send: async () => undefined as never });
    await expect(teeSenders(createRecordingSender(), silent).send(datagrams)).resolves.toMatchObject({
      status: 'failed',
      error: { message: 'the sender gave no outcome: expected sent, partial or failed' },
    });
  });

  it('shows the counters of each by its place', () => {
    const counting = (count: number) => createRecordingSender({ stats: () => ({ count }) });
    expect(teeSenders(counting(1), createRecordingSender(), counting(3)).stats?.()).toEqual({
      '0.count': 1,
      '2.count': 3,
    });
  });
});
