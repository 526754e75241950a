import { describe, expect, it, vi } from 'vitest';
import { LateDelivery } from '../../src/delivery/late-delivery.ts';
import type { Delivery } from '../../src/delivery/xray.ts';
import { startSpan } from '../spans.ts';

/** A delivery that says what it was asked to do. */
function createFake() {
  const steps: string[] = [];
  const load = vi.fn<() => Promise<Delivery>>(async () => {
    steps.push('load');
    return createFakeDelivery((step) => void steps.push(step));
  });
  return { steps, late: new LateDelivery(load), load };
}

function createFakeDelivery(say: (step: string) => void): Delivery {
  return {
    exporter: {
      export: (spans: readonly unknown[], done: (result: { code: number }) => void) => {
        say(`export ${spans.length}`);
        done({ code: 0 });
      },
      shutdown: async () => say('shutdown'),
    },
    start: () => say('start'),
    sendOpen: async (spans: readonly unknown[], note: string) => say(`${spans.length} open, ${note}`),
    open: async () => say('open'),
    forceFlush: async () => say('flush'),
    muted: () => createFakeDelivery((step) => say(`muted ${step}`)),
  } as unknown as Delivery;
}

const exportOne = (late: LateDelivery): Promise<{ code: number; error?: Error }> =>
  new Promise((resolve) => late.export([startSpan()], resolve));

describe('LateDelivery', () => {
  it('loads nothing before it is wanted', async () => {
    const { late, load } = createFake();
    late.onStart(startSpan() as never);
    await late.sendOpen([startSpan()], 'note');
    await late.forceFlush();
    await late.shutdown();
    expect(load).not.toHaveBeenCalled();
  });

  it('loads once, however often and by whatever it is wanted', async () => {
    const { late, steps } = createFake();
    await Promise.all([late.open(), late.open(), exportOne(late)]);
    expect(steps.filter((step) => step === 'load')).toHaveLength(1);
    expect(steps).toContain('export 1');
  });

  it('passes on what comes once it is loaded', async () => {
    const { late, steps } = createFake();
    await late.open();
    late.onStart(startSpan() as never);
    expect(await exportOne(late)).toEqual({ code: 0 });
    await late.sendOpen([startSpan()], 'nearly late');
    await late.forceFlush();
    await late.shutdown();
    expect(steps).toEqual(['load', 'open', 'start', 'export 1', '1 open, nearly late', 'flush', 'shutdown']);
  });

  it('gives a muted one, which loads it if nothing has, and passes on to its muted one', async () => {
    const { late, steps, load } = createFake();
    const muted = late.muted();
    expect(load).not.toHaveBeenCalled();
    await muted.open();
    expect(await exportOne(muted)).toEqual({ code: 0 });
    await late.open();
    expect(steps).toEqual(['load', 'muted open', 'muted export 1', 'open']);
  });

  it('fails each export, and nothing else, when it cannot be loaded', async () => {
    const late = new LateDelivery(async () => {
      throw new Error('not there');
    });
    await late.open();
    expect(await exportOne(late)).toEqual({ code: 1, error: expect.any(Error) as Error });
    await late.forceFlush();
  });
});
