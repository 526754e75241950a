import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createWorkload } from '../bench/workload.ts';
import { toDatagrams } from './to-datagrams.ts';

// Numbers that are the same on every machine. A change that moves one names it, with the reason.

const TRACES = 600;

it('sends one datagram for each trace, of so many bytes', () => {
  const datagrams = createWorkload(TRACES).flatMap(toDatagrams);
  expect(datagrams).toHaveLength(TRACES);
  expect(datagrams.reduce((sum, { length }) => sum + length, 0)).toBe(2_067_240);
});

/** What the heap gives for a span at present is about 5,000 bytes; engines differ, and what is not yet compiled needs more. */
const MAX_BYTES_PER_SPAN = 6_000;

it('takes so many bytes of heap for a span, from the span to the datagram', async () => {
  const program = fileURLToPath(new URL('allocation.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--conditions=source',
    '--expose-gc',
    '--max-semi-space-size=64',
    '--min-semi-space-size=64',
    program,
  ]);
  const bytes = Number(stdout);
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThan(MAX_BYTES_PER_SPAN);
}, 60_000);
