import assert from 'node:assert/strict';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../../scripts/command.ts';
import { ROOT } from '../../scripts/folders.ts';
import { packPackages } from '../../scripts/pack.ts';
import { installNode } from '../matrix/nodes.ts';
import { installRunner } from './install.ts';
import { MODULE_KINDS, type Runner, RUNNERS } from './rows.ts';

/** What every runner writes into its snapshot: the serializer's text, and not the runner's own. */
const SNAPSHOT = `# segment-1 +0 s to +0 s
orders fault
  .http.response.status = 503
`;

/**
 * Runs a small project's contract test under each runner, on each Node that it supports, as ES modules and as CommonJS, on the
 * packed packages; and checks that the matchers have their types there.
 *
 * @returns one line of text per run.
 * @throws CommandError for the first that fails, with what the runner wrote.
 */
export async function runRunners(): Promise<readonly string[]> {
  const packages = await packPackages();
  const told: string[] = [];
  for (const runner of RUNNERS) {
    const folder = await installRunner(runner, packages);
    for (const version of runner.nodes) {
      for (const module of MODULE_KINDS) {
        await runContract(runner, { node: await installNode(version), version, project: join(folder, module), module });
        told.push(`${runner.name} on Node ${version}, ${module}`);
      }
    }
    await checkTypes(runner, folder);
    told.push(`types for ${runner.name}`);
  }
  return told;
}

interface Run {
  readonly node: string;
  readonly version: string;
  readonly project: string;
  readonly module: string;
}

async function runContract({ kind }: Runner, { node, version, project, module }: Run): Promise<void> {
  // Not CI's: the first run of a project writes its snapshot, which this looks at, and the others compare with it.
  const env = { CI: undefined, NODE_OPTIONS: undefined };
  const bin = join(project, '..', 'node_modules');
  const args =
    kind === 'vitest'
      ? [join(bin, 'vitest', 'vitest.mjs'), 'run', '--root', project, '--no-cache']
      : [
          ...(module === 'esm' ? ['--experimental-vm-modules'] : []),
          join(bin, 'jest', 'bin', 'jest.js'),
          '--rootDir',
          project,
          '--runInBand',
        ];
  const output = await mustRun(node, args, { cwd: project, env });
  // One needs what Node has from 20.16 on.
  assert.match(output, version.startsWith('20.6.') ? /1 skipped, 5 passed/ : / 6 passed/, output);
  const [file = ''] = await readdir(join(project, '__snapshots__'));
  const text = (await readFile(join(project, '__snapshots__', file), 'utf8')).replaceAll('\\', '');
  assert(text.includes(SNAPSHOT), `another snapshot than expected:\n${text}`);
}

async function checkTypes({ kind }: Runner, folder: string): Promise<void> {
  const project = join(folder, 'esm');
  const names = (await readdir(project)).filter((name) => name.startsWith(`${kind}.`) && name.endsWith('types.txt'));
  for (const name of names) {
    const file = name.replace('.txt', '.ts');
    const types = name.includes('global') ? ['jest'] : [];
    const tsconfig = { compilerOptions: { ...COMPILER_OPTIONS, types }, files: [file] };
    await copyFile(join(project, name), join(project, file));
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
    await mustRun(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', project]);
  }
}

// Declarations of vitest 4 and 5 differ in the parameters of what ours extend: `skipLibCheck`, as nearly everybody has it.
const COMPILER_OPTIONS = { noEmit: true, strict: true, skipLibCheck: true, module: 'nodenext', target: 'es2022' };

if (import.meta.main) for (const line of await runRunners()) console.log(line);
