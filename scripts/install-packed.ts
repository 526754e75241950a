import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from './command.ts';
import type { PackedPackage } from './pack.ts';

/**
 * Installs packed packages beside what a manifest names, with npm, as a user would. A folder that holds an install of the same
 * tarballs and the same manifest is taken as it is; any other is emptied first.
 *
 * @param manifest - text of the `package.json`.
 */
export async function installPacked(
  folder: string,
  manifest: string,
  packages: readonly PackedPackage[],
): Promise<void> {
  const key = createHash('sha256')
    .update([manifest, ...packages.map(({ digest }) => digest)].join('\n'))
    .digest('hex');
  const marker = join(folder, '.installed');
  if ((await readFile(marker, 'utf8').catch(() => '')) === key) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), manifest);
  // `--prefer-offline`: the versions are exact, so what npm has in its cache is what the registry has.
  const flags = ['--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
  await mustRun('npm', ['install', ...flags, ...packages.map(({ tarball }) => tarball)], { cwd: folder });
  await writeFile(marker, key);
}
