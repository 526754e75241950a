import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun, runCommand } from '../../scripts/command.ts';
import { CACHE } from '../../scripts/folders.ts';

/** AWS's own runtime client, the version that ours is compared with. */
const VERSION = '4.0.2';

/** What its install script builds with; it also wants tar with xz, and the headers of Node, which node-gyp finds or fetches. */
const TOOLCHAIN = ['cmake', 'make', 'g++', 'python3'] as const;

/** The tools that building it needs and this machine has not. */
export async function missingTools(): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const tool of TOOLCHAIN) {
    const found = await runCommand(tool, ['--version']).catch(() => undefined);
    if (found?.code !== 0) missing.push(tool);
  }
  return missing;
}

/** The path of its module, built by npm in a folder of its own where it is not there yet: a minute, on two cores. */
export async function installRic(): Promise<string> {
  const folder = join(CACHE, 'ric', VERSION);
  const home = join(folder, 'node_modules', 'aws-lambda-ric');
  if (!existsSync(join(home, 'rapid-client.node'))) {
    await mkdir(folder, { recursive: true });
    const manifest = { name: 'otel-xray-ric', private: true, allowScripts: { 'aws-lambda-ric': true } };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    // It says that it wants Node 22, and runs on 20 as well.
    const flags = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline'];
    await mustRun('npm', ['install', ...flags, `aws-lambda-ric@${VERSION}`], { cwd: folder });
  }
  return join(home, 'index.mjs');
}
