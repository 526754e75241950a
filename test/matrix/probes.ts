import assert from 'node:assert/strict';
import { join } from 'node:path';
import { mustRun } from '../../scripts/command.ts';
import type { PackedPackage } from '../../scripts/pack.ts';
import { importableEntries } from '../../scripts/packages.ts';
import { type LineName, LINES } from './install.ts';
import type { NodeVersion } from './nodes.ts';
import { type Row, supportedVersions } from './rows.ts';

const TRACE_ID = '1-6553f100-a1b2c3d4e5f60718293a4b5c';

/** What a row runs on. */
export interface Installs {
  readonly packages: readonly PackedPackage[];
  /** Path of each Node's binary. */
  readonly nodes: Readonly<Record<NodeVersion, string>>;
  /** The folder of each line's install. */
  readonly folders: Readonly<Record<LineName, string>>;
}

/** What the probe prints. */
export interface ProbeReport {
  readonly node: string;
  /** Names by entry. */
  readonly exports: Readonly<Record<string, readonly string[]>>;
  /** The trace header that went out. */
  readonly header: string;
  /** The same, from a Lambda function. */
  readonly lambdaHeader: string;
  readonly documents: readonly { readonly trace_id: string }[];
}

/**
 * Entries that a process of their own loads: the runtime client is a program, which the scenario starts as `startFunction` does;
 * `register` is for a function alone (`runLambda`); matchers load the test runner that they extend, which no app has.
 */
const NOT_FOR_APPS = /\/(?:runtime-client|register|jest|vitest)$/;

/** The entries that are loaded on this Node. */
function entriesFor(version: NodeVersion, packages: readonly PackedPackage[]): readonly string[] {
  const supported = packages.filter((one) => supportedVersions(one).includes(version));
  return supported.flatMap((one) => importableEntries(one.packedManifest)).filter((entry) => !NOT_FOR_APPS.test(entry));
}

/** Runs the probe in a process of that Node. */
export async function runProbe(
  { line, version, probe }: Row,
  { packages, nodes, folders }: Installs,
): Promise<ProbeReport> {
  const args = [join('probe', probe), line, ...entriesFor(version, packages)];
  const report = JSON.parse(await mustRun(nodes[version], args, { cwd: folders[line] })) as ProbeReport;
  assert.equal(report.node, version, 'the probe ran on another Node');
  return report;
}

/**
 * Checks what can be said of a report without another: that the trace goes on, and that nothing is empty.
 *
 * @throws AssertionError
 */
export function checkReport(report: ProbeReport): void {
  assert.match(report.header, new RegExp(`^Root=${TRACE_ID};Parent=000000000000000[1-9];Sampled=1$`));
  assert.equal(report.lambdaHeader, `Root=${TRACE_ID};Parent=53995c3f42cd8ad8;Sampled=1`);
  assert(report.documents.length > 0, 'no document arrived');
  for (const { trace_id } of report.documents) assert.equal(trace_id, TRACE_ID);
  for (const [entry, names] of Object.entries(report.exports)) assert(names.length > 0, `${entry} exports nothing`);
}

/** Starts each package's command, as installed, on every Node that it supports: says of each that it ran. */
export async function runCommands({ packages, nodes, folders }: Installs): Promise<readonly string[]> {
  const told: string[] = [];
  for (const one of packages) {
    const { name, bin = {} } = one.packedManifest;
    for (const [command, file] of Object.entries(bin)) {
      for (const version of supportedVersions(one)) {
        const path = join('node_modules', name, file);
        const output = await mustRun(nodes[version], [path, '--help'], { cwd: folders.sdk3 });
        assert(output.includes(command), `${command} --help does not say its name:\n${output}`);
        told.push(`Node ${version} ${command} --help`);
      }
    }
  }
  return told;
}

/** What arrives of a function that `@otel-xray/lambda` traces, by whichever way it does. */
const TRACED = {
  status: 'response',
  response: 'done',
  documents: [
    {
      trace_id: TRACE_ID,
      parent_id: '53995c3f42cd8ad8',
      name: 'function-under-test',
      below: [{ name: 'reserve', annotations: { 'order.id': 'A-17' } }],
    },
  ],
  logs: [],
};

/** A function in each of the ways of `@otel-xray/lambda`: what `traced-lambda.cjs` prints. */
type TracedWay = typeof TRACED & { readonly way: string };

/**
 * Traces a function in each of the ways of `@otel-xray/lambda`, beside every line, on every Node that the package supports. On one
 * that is too old, `wrapHandler` leaves the function as it is, and says so.
 *
 * @throws AssertionError where anything but the one trace arrives, or anything else is logged.
 */
export async function runLambda({ packages, nodes, folders }: Installs): Promise<readonly string[]> {
  const lambda = packages.find(({ room }) => room === 'lambda');
  assert(lambda !== undefined);
  const told: string[] = [];
  for (const line of LINES) {
    for (const version of supportedVersions(lambda)) {
      const output = await mustRun(nodes[version], [join('probe', 'traced-lambda.cjs')], { cwd: folders[line] });
      const traced = JSON.parse(output) as readonly TracedWay[];
      assert(traced.length > 0);
      for (const { way, ...seen } of traced) assert.deepEqual(seen, TRACED, `Node ${version} ${line} ${way}`);
      told.push(`Node ${version} ${line} lambda: ${traced.map(({ way }) => way).join('; ')}`);
    }
    told.push(await runWrappedOnOldNode(nodes[OLD_NODE], folders[line]));
  }
  return told;
}

/** A version that `@otel-xray/lambda` does not support. */
const OLD_NODE = '20.6.0';

async function runWrappedOnOldNode(node: string, cwd: string): Promise<string> {
  const traced = JSON.parse(await mustRun(node, [join('probe', 'traced-lambda.cjs')], { cwd })) as readonly TracedWay[];
  const wrapped = traced.filter(({ way }) => way.startsWith('wrapHandler'));
  assert(wrapped.length > 0);
  const logs = [`otel-xray/lambda nothing is traced: it needs Node.js 22.15 and this is ${OLD_NODE}`];
  for (const { way, ...seen } of wrapped) assert.deepEqual(seen, { ...TRACED, documents: [], logs }, way);
  return `Node ${OLD_NODE} lambda, untraced: ${wrapped.map(({ way }) => way).join('; ')}`;
}
