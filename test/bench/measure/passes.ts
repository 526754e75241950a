import { type Output, TRACES } from '../contestant.ts';
import type { Findings } from '../task.ts';
import { SPANS_PER_TRACE } from '../workload.ts';

/** Spans of one pass. */
export const SPANS: number = TRACES * SPANS_PER_TRACE;

/** Runs a pass until it is compiled, and then as often as is asked, each after a garbage collection. */
export async function measurePasses(
  pass: () => Output | Promise<Output>,
  { warmUpPasses, passes }: { readonly warmUpPasses: number; readonly passes: number },
): Promise<Findings> {
  const micros: number[] = [];
  let output: Output = { bytes: 0, datagrams: 0 };
  for (let i = -warmUpPasses; i < passes; i++) {
    globalThis.gc?.();
    const startedAt = performance.now();
    output = await pass();
    if (i >= 0) micros.push(((performance.now() - startedAt) * 1000) / SPANS);
  }
  return { micros, bytes: output.bytes / SPANS, datagrams: output.datagrams / SPANS };
}
