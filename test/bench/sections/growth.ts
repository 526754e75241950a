import { forkTask } from '../fork-task.ts';
import type { Section } from '../section.ts';
import { medianOf, minOf } from '../statistics.ts';
import { toCell } from '../table.ts';
import type { GrowthForm } from '../task.ts';

const SIZES = [10, 100, 1_000, 10_000, 100_000] as const;
const FORMS: readonly GrowthForm[] = ['traces of 6', 'one trace'];

/** Whether a span of a large batch costs what one of a small batch does. */
export const GROWTH: Section = {
  name: 'growth',
  async run({ edges }) {
    const rows: string[][] = [];
    for (const form of FORMS) {
      for (const spans of SIZES) {
        const { micros, bytes, datagrams = 0 } = await forkTask({ kind: 'growth', spans, form, ...edges });
        const name = `${spans.toLocaleString('en')} spans, ${form}`;
        rows.push([
          name,
          toCell(minOf(micros), 2),
          toCell(medianOf(micros), 2),
          toCell(bytes),
          toCell(datagrams * spans),
        ]);
      }
    }
    return {
      title: 'How the cost grows',
      note: 'µs a span: translated, put together, fitted (from some 70 spans on, one trace is more than a datagram holds) and encoded, in one batch.',
      columns: ['', 'min', 'median', 'bytes a span', 'datagrams'],
      rows,
    };
  },
};
