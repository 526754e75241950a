import type { Section } from './section.ts';
import { ALLOCATION } from './sections/allocation.ts';
import { COLD_START } from './sections/cold-start.ts';
import { GROWTH } from './sections/growth.ts';
import { INVOCATION } from './sections/invocation.ts';
import { THROUGHPUT } from './sections/throughput.ts';

/** The parts of the benchmark, in their order. Each is one file in `sections/` and one block of docs/performance.md. */
export const SECTIONS: readonly Section[] = [COLD_START, INVOCATION, THROUGHPUT, ALLOCATION, GROWTH];
