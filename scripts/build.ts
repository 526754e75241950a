import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from './command.ts';
import { TOOLS } from './folders.ts';
import { type Package, readPackages } from './packages.ts';
import { runTool } from './tools.ts';

/**
 * Builds every package, or those whose rooms are named, into its `dist/`.
 *
 * @throws CommandError for the first package that does not build.
 */
export async function buildPackages(rooms: readonly string[] = []): Promise<void> {
  const packages = readPackages().filter(({ room }) => rooms.length === 0 || rooms.includes(room));
  for (const one of packages) await buildPackage(one);
}

async function buildPackage({ room, folder }: Package): Promise<void> {
  await rm(join(folder, 'dist'), { recursive: true, force: true });
  const { code, output } = await runTool('tsdown', ['--config', join(TOOLS, 'tsdown.config.ts')], { cwd: folder });
  if (code !== 0) throw new CommandError(`${room} does not build\n${output}`);
}

if (import.meta.main) await buildPackages(process.argv.slice(2));
