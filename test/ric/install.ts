import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mustRun, runCommand } from '../../scripts/command.ts';
import { CACHE } from '../../scripts/folders.ts';
import { installNode } from '../matrix/nodes.ts';

/** AWS's own runtime client, the version that ours is compared with. */
const VERSION = '4.0.2';

/** The Node whose headers its native part is compiled against: it runs on every other as well. */
const NODE_VERSION = '24.21.0';

/** What its install script builds with, and the Debian packages that bring it; the client's own sources come packed by xz. */
const TOOLCHAIN = { cmake: 'cmake', make: 'make', 'g++': 'g++', python3: 'python3', xz: 'xz-utils' } as const;

type Tool = keyof typeof TOOLCHAIN;

/**
 * The path of its module, built by npm in a folder of its own where it is not there yet: a minute, on two cores.
 *
 * @throws Error that says why it cannot be built on this machine.
 */
export async function installRic(): Promise<string> {
  const folder = join(CACHE, 'ric', VERSION);
  const home = join(folder, 'node_modules', 'aws-lambda-ric');
  if (!existsSync(join(home, 'rapid-client.node'))) {
    await installToolchain();
    await build(folder);
  }
  return join(home, 'index.mjs');
}

/** On a machine of CI's own, what is missing is installed. On any other that is for its owner to do. */
async function installToolchain(): Promise<void> {
  const missing = await missingTools();
  if (missing.length === 0) return;
  const isOurs = process.env['CI'] === 'true' && process.getuid?.() === 0;
  if (!isOurs) throw new Error(`there is no ${missing.join(', ')}`);
  await mustRun('apt-get', ['update', '-qq']);
  const packages = missing.map((tool) => TOOLCHAIN[tool]);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await mustRun('apt-get', ['install', '-qq', '--no-install-recommends', ...packages], { env });
}

async function missingTools(): Promise<readonly Tool[]> {
  const missing: Tool[] = [];
  for (const tool of Object.keys(TOOLCHAIN) as Tool[]) {
    const found = await runCommand(tool, ['--version']).catch(() => undefined);
    if (found?.code !== 0) missing.push(tool);
  }
  return missing;
}

async function build(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const manifest = { name: 'otel-xray-ric', private: true, allowScripts: { 'aws-lambda-ric': true } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  const flags = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline'];
  // The package that brings this Node brings its headers too: node-gyp need not fetch them.
  const nodedir = dirname(dirname(await installNode(NODE_VERSION)));
  await mustRun('npm', ['install', ...flags, `aws-lambda-ric@${VERSION}`], {
    cwd: folder,
    env: { npm_config_nodedir: nodedir },
  });
}
