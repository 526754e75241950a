import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../src/sender.ts';
import { createConsoleSender } from '../../src/senders/console.ts';
import { teeSenders } from '../../src/senders/tee.ts';
import { createUdpSender } from '../../src/senders/udp.ts';
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
  const partial = (index: number): SendOutcome => ({ status: 'partial', rejected: [{ index, reason: 'too-large' }] });

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
      error: { message: 'a sender gave no outcome' },
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
