import { buildPackages } from '../../../scripts/build.ts';
import { ownStarts } from '../cold-start/own-starts.ts';
import { peerStarts } from '../cold-start/peer-starts.ts';
import { openSinks, type Sinks } from '../cold-start/sinks.ts';
import { measureStarts, type Start } from '../cold-start/start.ts';
import { START_COLUMNS, toStartRows } from '../cold-start/start-table.ts';
import type { Section } from '../section.ts';
import type { Table } from '../table.ts';

/** A start takes 50 to 500 ms, and varies more than a warm loop. */
const STARTS_PER_ROUND = 5;

/** From the start of the process to a handler that is loaded, and to its first invocation with what was recorded handed over. */
export const COLD_START: Section = {
  name: 'cold-start',
  async run({ rounds }) {
    await buildPackages(['lambda']);
    const sinks = await openSinks();
    try {
      return await runStarts(sinks, rounds * STARTS_PER_ROUND);
    } finally {
      sinks.close();
    }
  },
};

async function runStarts({ udpPort, httpPort, takeCount }: Sinks, rounds: number): Promise<Table> {
  const edges = {
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${udpPort}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${httpPort}`,
  };
  const starts = [...(await ownStarts(edges)), ...(await peerStarts(edges, console.log))];
  // What was sent to prepare.
  await takeCount();
  const measured = await measureStarts(starts, rounds, async (start) => checkSent(start, await takeCount()));
  return {
    title: 'What a cold start costs',
    note: `Over a bare function, ${rounds} processes for each row, by turns: until the handler is loaded, and until its first invocation is handed over; minimum / median.`,
    columns: START_COLUMNS,
    rows: toStartRows(measured),
  };
}

/** What has traced nothing must not stand in the table as quick. */
function checkSent({ name, env, isInvoked }: Start, count: number): void {
  const isExpected = isInvoked && env['BENCH_WORK'] !== 'nothing';
  if (isExpected !== count > 0) throw new Error(`${name} has sent ${count} datagrams and requests`);
}
