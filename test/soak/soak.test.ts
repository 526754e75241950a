import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SoakReport } from './soak.ts';

const PROGRAM = fileURLToPath(new URL('run.ts', import.meta.url));
const MEGABYTE = 1024 * 1024;

/** `npx -y pnpm soak` is the same with a million. In a process of its own, for the sake of its memory. */
describe('20,000 spans to a receiver that reads, reads slowly, is gone and comes back', () => {
  let report: SoakReport;

  beforeAll(async () => {
    const args = ['-C', 'source', '--expose-gc', PROGRAM, '20000', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
    report = JSON.parse(stdout) as SoakReport;
  }, 60_000);

  it('are all handed to the kernel, folded, or dropped with a reason', () => {
    const { spans, sent, folded, dropped } = report.stats;
    const dropTotal = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    expect(spans).toBeGreaterThanOrEqual(20_000);
    expect(sent + folded + dropTotal).toBe(spans);
    // In each batch: two attempts of a call, two spans without valid ids, one that comes twice.
    const batches = spans / 510;
    expect(folded).toBe(2 * batches);
    expect(dropped).toMatchObject({ 'invalid-span-id': 2 * batches, replaced: batches });
    expect(dropTotal).toBe(3 * batches);
  });

  it('never make an export fail, and count the same in the exporter as in the sender', () => {
    expect(report.failures).toBe(0);
    expect(report.stats.sender).toMatchObject({
      datagrams: report.stats.datagrams,
      bytes: report.stats.bytes,
      socketErrors: 0,
    });
  });

  it('arrive while somebody reads, and are refused while nobody does', () => {
    const [reading, slow, gone, back] = report.phases;
    expect(reading?.receivedDatagrams).toBeGreaterThan(0);
    expect(slow?.receivedDatagrams).toBeLessThan(slow?.sentDatagrams ?? 0);
    expect(gone?.receivedDatagrams).toBe(0);
    expect(back?.receivedDatagrams).toBeGreaterThan(0);
    expect(report.stats.sender['refusals']).toBeGreaterThan(0);
  });

  it('are not held: the heap is at the end what it was when a quarter was through', () => {
    const [first = 0, ...later] = report.memory.heapBytes;
    expect(first).toBeGreaterThan(0);
    // What was sent after the first quarter is over 10 MB: held, it would show.
    expect(report.stats.bytes).toBeGreaterThan(12 * MEGABYTE);
    expect(Math.max(...later) - first).toBeLessThan(6 * MEGABYTE);
  });
});
