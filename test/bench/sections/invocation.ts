import { CONTESTANTS } from '../contestants.ts';
import { NO_EXPORT, NO_TRACING } from '../contestants/floor.ts';
import { forkTask } from '../fork-task.ts';
import { runInRounds } from '../rounds.ts';
import type { Section, Surroundings } from '../section.ts';
import { medianOf, minOf, percentileOf } from '../statistics.ts';
import { toCell } from '../table.ts';

const INVOCATIONS = 3_000;
const FRESH_PROCESSES = 4;

interface Round {
  readonly p50: number;
  readonly p99: number;
  readonly firstMicros: readonly number[];
  /** Per invocation, as they came to the receiver. */
  readonly datagrams: number;
  readonly bytes: number;
}

/** What tracing adds to an invocation of six spans that is flushed before it answers. */
export const INVOCATION: Section = {
  name: 'invocation',
  async run(surroundings) {
    const { missing, rounds } = surroundings;
    const rows = CONTESTANTS.filter(({ peer }) => peer === undefined || !missing.has(peer)).flatMap(({ invocation }) =>
      invocation.map(({ name }) => name),
    );
    const results = await runInRounds(rows, rounds, (row) => runRound(row, surroundings));
    const roundsOf = (row: string): readonly Round[] => results.get(row) ?? [];
    const p50 = (row: string): number => minOf(roundsOf(row).map((round) => round.p50));
    const first = (row: string): readonly number[] => roundsOf(row).flatMap(({ firstMicros }) => firstMicros);
    // What the receiver was too busy to read is not counted: the most is what was sent.
    const maxOf = (values: readonly number[]): number => -minOf(values.map((value) => -value));
    const over = (row: string, figure: (row: string) => number): string => toCell(figure(row) - figure(NO_TRACING));
    return {
      title: 'What tracing adds to an invocation',
      note:
        `µs over the same invocation without tracing: one server span and five below it, flushed before it answers. ${rounds} rounds of ${INVOCATIONS} ` +
        `invocations (the best and the median round), and the first one in ${rounds * FRESH_PROCESSES} fresh processes.`,
      columns: [
        '',
        'p50 best',
        'p50 median',
        'p50 over the SDK alone',
        'p99 best',
        'p99 median',
        'first, min',
        'first, median',
        'datagrams',
        'bytes',
      ],
      rows: rows
        .filter((row) => row !== NO_TRACING)
        .map((row) => [
          row,
          over(row, p50),
          over(row, (name) => medianOf(roundsOf(name).map((round) => round.p50))),
          row === NO_EXPORT ? '' : toCell(p50(row) - p50(NO_EXPORT)),
          over(row, (name) => minOf(roundsOf(name).map(({ p99 }) => p99))),
          over(row, (name) => medianOf(roundsOf(name).map(({ p99 }) => p99))),
          over(row, (name) => minOf(first(name))),
          over(row, (name) => medianOf(first(name))),
          toCell(maxOf(roundsOf(row).map(({ datagrams }) => datagrams)), 2),
          toCell(maxOf(roundsOf(row).map(({ bytes }) => bytes))),
        ]),
    };
  },
};

async function runRound(row: string, { edges, receiver }: Surroundings): Promise<Round> {
  await receiver.tell('count');
  const { micros } = await forkTask({ kind: 'invocation', row, invocations: INVOCATIONS, ...edges });
  const received = await receiver.tell('count');
  const firstMicros: number[] = [];
  for (let i = 0; i < FRESH_PROCESSES; i++) {
    const fresh = await forkTask({ kind: 'invocation', row, invocations: 1, ...edges });
    firstMicros.push(fresh.firstMicros ?? Number.NaN);
  }
  return {
    p50: percentileOf(micros, 0.5),
    p99: percentileOf(micros, 0.99),
    firstMicros,
    datagrams: received.datagrams / INVOCATIONS,
    bytes: received.bytes / INVOCATIONS,
  };
}
