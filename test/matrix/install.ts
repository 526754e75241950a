import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE, ROOT } from '../../scripts/folders.ts';
import { installPacked } from '../../scripts/install-packed.ts';
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
  await installPacked(folder, manifest, packages);
  await rm(join(folder, 'probe'), { recursive: true, force: true });
  await cp(join(source, 'probe'), join(folder, 'probe'), { recursive: true });
  return folder;
}
