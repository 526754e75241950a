import { availableParallelism, loadavg } from 'node:os';
import { measure, type Measurement } from './measure.ts';
import { createVariants } from './variants.ts';
import { createWorkload, SPANS_PER_TRACE } from './workload.ts';

const TRACES = 1_667;
const ROUNDS = 15;
const WARM_UP_ROUNDS = 5;

const spans = TRACES * SPANS_PER_TRACE;
const loadBefore = load();
const measurements = measure(createVariants(createWorkload(TRACES)), {
  spans,
  rounds: ROUNDS,
  warmUpRounds: WARM_UP_ROUNDS,
});

console.log(`${spans} spans in ${TRACES} traces, ${ROUNDS} rounds after ${WARM_UP_ROUNDS}; per span`);
console.log(
  `Node ${process.versions.node}, ${availableParallelism()} cores, load ${loadBefore} before and ${load()} after\n`,
);
console.log(toTable(measurements));

function load(): string {
  return loadavg()[0]?.toFixed(1) ?? '?';
}

function toTable(rows: readonly Measurement[]): string {
  const header = ['', 'µs min', 'µs median', '× floor', 'bytes', 'documents'];
  const cells = rows.map((row) => [
    row.name,
    row.minMicros.toFixed(2),
    row.medianMicros.toFixed(2),
    row.timesFloor.toFixed(2),
    row.bytes === 0 ? '' : row.bytes.toFixed(0),
    row.documents.toFixed(3),
  ]);
  const widths = header.map((title, column) =>
    Math.max(...[title, ...cells.map((row) => row[column] ?? '')].map(({ length }) => length)),
  );
  const toLine = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [header, ...cells].map(toLine).join('\n');
}
