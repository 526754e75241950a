import { CONTESTANTS } from '../contestants.ts';
import { forkTask } from '../fork-task.ts';
import type { Section } from '../section.ts';
import { toCell } from '../table.ts';

const WARM_UP_PASSES = 5;

/** What a span leaves for the garbage collector. */
export const ALLOCATION: Section = {
  name: 'allocation',
  async run({ edges, missing }) {
    const names = CONTESTANTS.filter(({ peer }) => peer === undefined || !missing.has(peer)).flatMap(({ throughput }) =>
      throughput.map(({ name }) => name),
    );
    const rows: string[][] = [];
    for (const row of names) {
      const { allocation } = await forkTask({ kind: 'allocation', row, warmUpPasses: WARM_UP_PASSES, ...edges });
      // A pass that does not fit into the young generation is collected meanwhile: no figure rather than a wrong one.
      const isWhole = allocation?.collections === 0;
      rows.push([
        row,
        ...[allocation?.heapBytes, allocation?.bufferBytes].map((bytes) => (isWhole ? toCell(bytes) : '–')),
      ]);
    }
    return {
      title: 'What a span allocates',
      note: 'Bytes a span, over one pass of the rows above after five, without a garbage collection in between.',
      columns: ['', 'on the heap', 'in buffers'],
      rows,
    };
  },
};
