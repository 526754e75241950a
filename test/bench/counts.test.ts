import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toBatch } from '../../packages/exporter/src/pipeline.ts';
import { ReceiverProcess } from '../soak/receiver-process.ts';
import { CONTESTANTS, findRow } from './contestants.ts';
import { FLOOR } from './contestants/floor.ts';
import { OWN, OWN_INVOCATION, OWN_ROWS } from './contestants/own.ts';
import { forkTask } from './fork-task.ts';
import { createWorkload } from './workload.ts';

/** Figures that are counts are the same everywhere, and held here; times are not. */
const TRACES = 60;

/** Bytes a span on the heap: some room over what it was when this was written. A change that needs more names its reason. */
const MAX_HEAP_BYTES = 6_500;

describe('the counts of the workload', () => {
  it.each([
    { form: 'a document per trace', nesting: true, bytes: 233_253, datagrams: TRACES },
    { form: 'a document per span', nesting: false, bytes: 344_293, datagrams: 6 * TRACES },
  ])('are $bytes bytes in $datagrams datagrams as $form', ({ nesting, bytes, datagrams }) => {
    const sizes = createWorkload(TRACES).flatMap((trace) =>
      toBatch(trace, { translate: {}, nesting }).datagrams.map(({ length }) => length),
    );
    expect({ bytes: sizes.reduce((sum, size) => sum + size, 0), datagrams: sizes.length }).toEqual({
      bytes,
      datagrams,
    });
  });
});

describe('an invocation of six spans', () => {
  let receiver: ReceiverProcess;
  let udpPort: number;

  beforeAll(async () => {
    receiver = new ReceiverProcess();
    ({ port: udpPort } = await receiver.tell('read'));
  });
  afterAll(() => receiver.close());

  it.each([
    { row: OWN_INVOCATION, datagrams: 1 },
    { row: 'otel-xray, with the in-progress datagram', datagrams: 2 },
    { row: 'otel-xray, socket opened by the first flush', datagrams: 1 },
  ])('is flushed as $datagrams datagrams: $row', async ({ row, datagrams }) => {
    const invocations = 20;
    await forkTask({ kind: 'invocation', row, invocations, udpPort, httpPort: 0 });
    await expect(receiver.tell('count')).resolves.toMatchObject({ datagrams: datagrams * invocations });
  });
});

describe('the rows of ours', () => {
  it('write what the floor writes', async () => {
    const edges = { udpPort: 0, httpPort: 0 };
    const [floor, own] = await Promise.all(
      [FLOOR, OWN].map(async (name) => (await findRow('throughput', name).create(edges))()),
    );
    expect(own).toEqual(floor);
    expect(own?.datagrams).toBe(1_667);
  });

  it('are all in the table under names of their own', () => {
    for (const kind of ['throughput', 'invocation'] as const) {
      const names = CONTESTANTS.flatMap((contestant) => contestant[kind].map(({ name }) => name));
      expect(new Set(names).size).toBe(names.length);
      expect(names).toEqual(expect.arrayContaining(OWN_ROWS[kind].map(({ name }) => name)));
    }
  });

  it(`allocate at most ${MAX_HEAP_BYTES} bytes a span`, async () => {
    const { allocation } = await forkTask({ kind: 'allocation', row: OWN, warmUpPasses: 3, udpPort: 0, httpPort: 0 });
    expect(allocation?.collections).toBe(0);
    expect(allocation?.heapBytes).toBeGreaterThan(0);
    expect(allocation?.heapBytes).toBeLessThan(MAX_HEAP_BYTES);
  });
});
