import assert from 'node:assert/strict';
import { packPackages } from '../../scripts/pack.ts';
import { installLine } from './install.ts';
import { installNode, NODE_VERSIONS, type NodeVersion } from './nodes.ts';
import { checkReport, type Installs, type ProbeReport, runCommands, runLambda, runProbe } from './probes.ts';
import { matrixRows } from './rows.ts';

/**
 * Packs every package, installs the tarballs beside both OpenTelemetry lines, and on each supported Node imports and
 * requires them and sends the same spans over a real socket. The answers must be the same in every row.
 *
 * @returns one line of text per row.
 * @throws AssertionError for the first row that answers otherwise; CommandError where a row does not run.
 */
export async function runMatrix(): Promise<readonly string[]> {
  const installs = await install();
  const [firstRow, ...rows] = matrixRows();
  assert(firstRow !== undefined);
  const first = await runProbe(firstRow, installs);
  checkReport(first);
  const exports = new Map(Object.entries(first.exports));
  const told = [`Node ${firstRow.version} ${firstRow.line} ${firstRow.probe}: ${first.documents.length} documents`];
  for (const row of rows) {
    const name = `Node ${row.version} ${row.line} ${row.probe}`;
    const report = await runProbe(row, installs);
    assert.deepEqual(answerOf(report), answerOf(first), `${name} differs from the first row`);
    for (const [entry, names] of Object.entries(report.exports)) {
      // Not the first row's alone: a package that needs a newer Node is not loaded there.
      const known = exports.get(entry) ?? names;
      assert.deepEqual(names, known, `${name} has other exports of ${entry} than a row before it`);
      exports.set(entry, known);
    }
    told.push(`${name}: the same`);
  }
  return [...told, ...(await runLambda(installs)), ...(await runCommands(installs))];
}

function answerOf({ header, lambdaHeader, documents }: ProbeReport): Partial<ProbeReport> {
  return { header, lambdaHeader, documents };
}

async function install(): Promise<Installs> {
  const packages = await packPackages();
  const nodes: [NodeVersion, string][] = [];
  for (const version of NODE_VERSIONS) nodes.push([version, await installNode(version)]);
  const folders = { sdk2: await installLine('sdk2', packages), sdk3: await installLine('sdk3', packages) };
  return { packages, nodes: Object.fromEntries(nodes) as Installs['nodes'], folders };
}

if (import.meta.main) for (const line of await runMatrix()) console.log(line);
