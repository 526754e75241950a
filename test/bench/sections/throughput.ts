import { CONTESTANTS } from '../contestants.ts';
import { FLOOR } from '../contestants/floor.ts';
import { forkTask } from '../fork-task.ts';
import { SPANS } from '../measure/passes.ts';
import { runInRounds } from '../rounds.ts';
import type { Section } from '../section.ts';
import { medianOf, minOf } from '../statistics.ts';
import { toCell } from '../table.ts';

const WARM_UP_PASSES = 5;
const PASSES = 12;

/** What a span costs, up to the buffer and up to the kernel. */
export const THROUGHPUT: Section = {
  name: 'throughput',
  async run({ edges, missing, rounds }) {
    const rows = CONTESTANTS.filter(({ peer }) => peer === undefined || !missing.has(peer)).flatMap(({ throughput }) =>
      throughput.map(({ name }) => name),
    );
    const results = await runInRounds(rows, rounds, (row) =>
      forkTask({ kind: 'throughput', row, warmUpPasses: WARM_UP_PASSES, passes: PASSES, ...edges }),
    );
    const microsOf = (row: string): readonly number[] => (results.get(row) ?? []).flatMap(({ micros }) => micros);
    const floorMicros = minOf(microsOf(FLOOR));
    return {
      title: 'What a span costs',
      note: `µs a span, over ${SPANS} spans in traces of six; ${rounds} processes for each row, by turns, ${PASSES} passes in each after ${WARM_UP_PASSES}.`,
      columns: ['', 'min', 'median', '× floor', 'bytes a span', 'datagrams a span'],
      rows: rows.map((row) => {
        const micros = microsOf(row);
        const { bytes = 0, datagrams = 0 } = results.get(row)?.[0] ?? {};
        return [
          row,
          toCell(minOf(micros), 2),
          toCell(medianOf(micros), 2),
          toCell(minOf(micros) / floorMicros, 2),
          bytes === 0 ? '' : toCell(bytes),
          datagrams === 0 ? '' : toCell(datagrams, 3),
        ];
      }),
    };
  },
};
