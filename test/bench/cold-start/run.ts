import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { buildPackages } from '../../../scripts/build.ts';
import { ownStarts } from './own-starts.ts';
import { peerStarts } from './peer-starts.ts';
import { openSinks, type Sinks } from './sinks.ts';
import { measureStarts, type Start } from './start.ts';
import { toMarkdown, toStartTable, toText } from './start-table.ts';

/**
 * `node -C source test/bench/cold-start/run.ts [--rounds <n>] [--only <pattern>] [--no-peers] [--markdown]`: from the start of the
 * process to a handler that is loaded, and to its first invocation with what was recorded handed over.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    only: { type: 'string', default: '' },
    peers: { type: 'boolean', default: true },
    markdown: { type: 'boolean', default: false },
  },
  allowNegative: true,
});

await buildPackages(['lambda']);
const sinks = await openSinks();
try {
  await run(sinks);
} finally {
  sinks.close();
}

async function run({ udpPort, httpPort, takeCount }: Sinks): Promise<void> {
  const edges = {
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${udpPort}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${httpPort}`,
  };
  const all = [...(await ownStarts(edges)), ...(values.peers ? await peerStarts(edges, console.error) : [])];
  const only = new RegExp(values.only);
  const starts = all.filter(({ name, base }) => name === base || only.test(name));
  // What was sent to prepare.
  await takeCount();
  const before = load();
  const measured = await measureStarts(starts, Number(values.rounds), async (start) =>
    checkSent(start, await takeCount()),
  );
  const table = toStartTable(measured);
  const model = cpus()[0]?.model ?? 'unknown processor';
  console.log(
    `${values.rounds} rounds, Node ${process.versions.node}, ${availableParallelism()} cores (${model}), load ${before} before, ${load()} after\n`,
  );
  console.log(values.markdown ? toMarkdown(table) : toText(table));
}

/** What has traced nothing must not stand in the table as quick. */
function checkSent({ name, env, isInvoked }: Start, count: number): void {
  const isExpected = isInvoked && env['BENCH_WORK'] !== 'nothing';
  if (isExpected !== count > 0) throw new Error(`${name} has sent ${count} datagrams and requests`);
}

function load(): string {
  return loadavg()[0]?.toFixed(1) ?? '?';
}
