import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE, ROOT } from '../../scripts/folders.ts';
import { installPacked } from '../../scripts/install-packed.ts';
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
  await installPacked(folder, manifest, ours);
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
