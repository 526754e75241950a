import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../../scripts/command.ts';
import { CACHE, ROOT } from '../../scripts/folders.ts';
import type { PackedPackage } from '../../scripts/pack.ts';

/** The two OpenTelemetry lines, each in an install of its own: their API ranges do not overlap. */
export const LINES = ['sdk2', 'sdk3'] as const;

/** One of the lines above. */
export type LineName = (typeof LINES)[number];

/**
 * Installs the packed packages beside one OpenTelemetry line as a user would, with npm, and puts the probe there.
 *
 * @returns the folder. An install of the same tarballs and the same manifest is taken as it is.
 */
export async function installLine(line: LineName, packages: readonly PackedPackage[]): Promise<string> {
  const folder = join(CACHE, 'matrix', line);
  const source = join(ROOT, 'test', 'matrix');
  const manifest = await readFile(join(source, line, 'package.json'), 'utf8');
  const key = createHash('sha256')
    .update([manifest, ...packages.map(({ digest }) => digest)].join('\n'))
    .digest('hex');
  if ((await readFile(join(folder, '.installed'), 'utf8').catch(() => '')) !== key) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), manifest);
    // `--prefer-offline`: the versions are exact, so what npm has in its cache is what the registry has.
    const flags = ['--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
    await mustRun('npm', ['install', ...flags, ...packages.map(({ tarball }) => tarball)], { cwd: folder });
    await writeFile(join(folder, '.installed'), key);
  }
  await rm(join(folder, 'probe'), { recursive: true, force: true });
  await cp(join(source, 'probe'), join(folder, 'probe'), { recursive: true });
  return folder;
}
