import assert from 'node:assert/strict';
import { createWorkload } from '../bench/workload.ts';
import { toDatagrams } from './to-datagrams.ts';

// Prints the bytes of heap for each span, from the span to the datagram: the median of rounds that have 100,000 spans together. To be
// run with --expose-gc and a young generation that holds what one round leaves behind: then nothing is collected while it is counted.

const TRACES = 500;
const WARM_UP_ROUNDS = 40;
const ROUNDS = 34;

const { gc } = globalThis;
assert(gc !== undefined, 'run with --expose-gc');

const traces = createWorkload(TRACES);
const spans = traces.flat().length;
for (let round = 0; round < WARM_UP_ROUNDS; round++) run();

const bytes: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  gc();
  const before = process.memoryUsage().heapUsed;
  run();
  bytes.push(process.memoryUsage().heapUsed - before);
}
bytes.sort((a, b) => a - b);
console.log(Math.round((bytes[ROUNDS / 2] as number) / spans));

function run(): void {
  for (const trace of traces) toDatagrams(trace);
}
