import { GCProfiler } from 'node:v8';
import type { Output } from '../contestant.ts';
import type { Findings } from '../task.ts';
import { SPANS } from './passes.ts';

/** Flags under which a whole pass fits into the young generation: what is allocated is what the heap grows by. */
export const ALLOCATION_FLAGS: readonly string[] = [
  '--expose-gc',
  '--min-semi-space-size=512',
  '--max-semi-space-size=512',
];

/** What one pass allocates, once it is compiled. Wants the flags above. */
export async function measureAllocation(pass: () => Output | Promise<Output>, warmUpPasses: number): Promise<Findings> {
  for (let i = 0; i < warmUpPasses; i++) await pass();
  // Buffers are swept after a collection, beside what runs: the second one waits for the first.
  for (let i = 0; i < 2; i++) {
    globalThis.gc?.();
    await new Promise(setImmediate);
  }
  const profiler = new GCProfiler();
  profiler.start();
  const before = process.memoryUsage();
  const { bytes, datagrams } = await pass();
  const after = process.memoryUsage();
  const allocation = {
    heapBytes: (after.heapUsed - before.heapUsed) / SPANS,
    bufferBytes: (after.arrayBuffers - before.arrayBuffers) / SPANS,
    collections: profiler.stop()?.statistics.length ?? 0,
  };
  return { micros: [], bytes: bytes / SPANS, datagrams: datagrams / SPANS, allocation };
}
