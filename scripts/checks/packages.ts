import { CommandError } from '../command.ts';
import { type PackedPackage, packPackages } from '../pack.ts';
import { type ExportTarget, importableEntries } from '../packages.ts';
import { runTool } from '../tools.ts';
import type { Check } from './check.ts';

async function checkBuild(): Promise<string> {
  const packed = await packPackages();
  return packed.map(({ room }) => room).join(', ');
}

/** Says what is wrong with the manifest that users get, and with what is packed beside it. */
export function findManifestProblems({ room, packedManifest, files }: PackedPackage): readonly string[] {
  const text = JSON.stringify(packedManifest);
  const { exports = {}, bin = {} } = packedManifest;
  const targets = [...Object.values(exports).flatMap(pathsOf), ...Object.values(bin)];
  const missing = targets.filter((path) => !files.includes(path.replace(/^\./, 'package')));
  return [
    ...(text.includes('"source"') ? ["the condition 'source' would send users to files that are not packed"] : []),
    ...(/"(?:workspace|catalog):/.test(text) ? ['a dependency is named as only this workspace can resolve it'] : []),
    ...missing.map((path) => `${path} is named, and not packed`),
    ...['README.md', 'LICENSE']
      .filter((name) => !files.includes(`package/${name}`))
      .map((name) => `${name} is not packed`),
    ...files.filter((path) => /\/(?:src|test|node_modules)\//.test(path)).map((path) => `${path} is packed`),
  ].map((problem) => `${room}: ${problem}`);
}

function pathsOf(target: ExportTarget): readonly string[] {
  return typeof target === 'string' ? [target] : Object.values(target).flatMap(pathsOf);
}

async function checkManifests(): Promise<void> {
  const problems = (await packPackages()).flatMap(findManifestProblems);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

async function checkPublint(): Promise<void> {
  await forEachPacked(await packPackages(), ({ tarball }) => runTool('publint', ['run', tarball, '--strict']));
}

/** Only what can be imported has types. */
async function checkTypesOfPackages(): Promise<void> {
  const packed = (await packPackages()).filter(({ packedManifest }) => importableEntries(packedManifest).length > 0);
  const flags = ['--profile', 'node16', '--no-definitely-typed', '--no-color', '--format', 'ascii'];
  await forEachPacked(packed, ({ tarball }) => runTool('attw', [tarball, ...flags]));
}

async function forEachPacked(
  packed: readonly PackedPackage[],
  run: (one: PackedPackage) => ReturnType<typeof runTool>,
): Promise<void> {
  const problems: string[] = [];
  for (const one of packed) {
    const { code, output } = await run(one);
    if (code !== 0) problems.push(`${one.room}\n${output}`);
  }
  if (problems.length > 0) throw new CommandError(problems.join('\n'));
}

/** What users get: the packages, built and packed. */
export const packageChecks: readonly Check[] = [
  { name: 'build and pack', run: checkBuild },
  { name: 'packed manifests', run: checkManifests },
  { name: 'publint', run: checkPublint },
  { name: 'types of packages', run: checkTypesOfPackages },
];
