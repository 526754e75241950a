import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../../scripts/command.ts';
import { CACHE, ROOT } from '../../scripts/folders.ts';
import type { PackedPackage } from '../../scripts/pack.ts';
import { MODULE_KINDS, type Runner } from './rows.ts';

/** What a project that tests its traces installs of ours. */
const ROOMS = ['segments', 'exporter', 'testing'];

/**
 * Installs a runner and the packed packages with npm, and beside them the same small project twice: as ES modules and as CommonJS.
 *
 * @returns the folder. An install of the same tarballs and versions is taken as it is.
 */
export async function installRunner(
  { name, kind, dependencies }: Runner,
  packages: readonly PackedPackage[],
): Promise<string> {
  const folder = join(CACHE, 'runners', name.replace(' ', ''));
  const ours = packages.filter(({ room }) => ROOMS.includes(room));
  const all = { '@opentelemetry/api': '1.9.1', ...dependencies };
  const manifest = JSON.stringify({ name: 'otel-xray-runners', private: true, dependencies: all });
  const key = createHash('sha256')
    .update([manifest, ...ours.map(({ digest }) => digest)].join('\n'))
    .digest('hex');
  if ((await readFile(join(folder, '.installed'), 'utf8').catch(() => '')) !== key) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), manifest);
    const flags = ['--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
    await mustRun('npm', ['install', ...flags, ...ours.map(({ tarball }) => tarball)], { cwd: folder });
    await writeFile(join(folder, '.installed'), key);
  }
  for (const module of MODULE_KINDS) {
    const project = join(folder, module);
    await rm(project, { recursive: true, force: true });
    await cp(join(ROOT, 'test', 'runners', 'project'), project, { recursive: true });
    await cp(join(project, `${kind}.${module}.txt`), join(project, 'contract.test.js'));
    // Without one of its own, vitest takes the configuration of a folder above.
    await writeFile(
      join(project, 'vitest.config.mjs'),
      "export default { test: { include: ['contract.test.js'] } };\n",
    );
    await writeFile(
      join(project, 'package.json'),
      JSON.stringify({ name: module, private: true, type: module === 'esm' ? 'module' : 'commonjs', jest: JEST }),
    );
  }
  return folder;
}

const JEST = { testEnvironment: 'node', transform: {}, testMatch: ['**/contract.test.js'] };
