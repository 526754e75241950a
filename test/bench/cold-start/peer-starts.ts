import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CommandError } from '../../../scripts/command.ts';
import { CACHE } from '../../../scripts/folders.ts';
import { installPacked } from '../../../scripts/install-packed.ts';
import { runTool } from '../../../scripts/tools.ts';
import { onModules } from './hosts.ts';
import { BARE } from './own-starts.ts';
import { PEERS, type Peer } from './peers.ts';
import type { Start } from './start.ts';

/** The others, each installed from the registry into a folder of its own. Says of those that cannot be why. */
export async function peerStarts(
  edges: Readonly<Record<string, string>>,
  tell: (line: string) => void,
): Promise<readonly Start[]> {
  const starts: Start[] = [];
  for (const peer of PEERS) {
    try {
      starts.push(await startOf(peer, edges));
    } catch (error) {
      tell(`left out: ${peer.name}: ${(error as Error).message.split('\n', 3).join(' ')}`);
    }
  }
  return starts;
}

async function startOf(peer: Peer, edges: Readonly<Record<string, string>>): Promise<Start> {
  const folder = await install(peer);
  const file = await write(folder, peer);
  const preload = peer.hook === undefined ? ['--require', file] : ['--import', await writeHook(file, peer.hook)];
  const env = { ...edges, ...peer.env, BENCH_WORK: peer.work };
  const size = peer.isBundled ? await sizeOf(file) : {};
  return { name: peer.name, base: BARE.modules, ...onModules({ preload, env }), ...size };
}

/** One folder for each set of packages, whoever shares it. */
async function install({ packages }: Peer): Promise<string> {
  const dependencies = Object.fromEntries(
    packages.map((one) => [one.slice(0, one.lastIndexOf('@')), one.slice(one.lastIndexOf('@') + 1)]),
  );
  const key = createHash('sha256').update(packages.join()).digest('hex').slice(0, 8);
  const folder = join(CACHE, 'cold-start', key);
  await installPacked(folder, JSON.stringify({ name: 'cold-start-peer', private: true, dependencies }), []);
  return folder;
}

/** The code that sets the peer up, as CommonJS: minified with all that it imports, or as it is. */
async function write(folder: string, { name, code, isBundled, external = [] }: Peer): Promise<string> {
  const file = join(
    folder,
    `${createHash('sha256')
      .update(name + code)
      .digest('hex')
      .slice(0, 8)}.cjs`,
  );
  if (existsSync(file)) return file;
  const source = file.replace('.cjs', '.source.mjs');
  await writeFile(source, code);
  const flags = [`--outfile=${file}`, '--platform=node', '--target=node22', '--format=cjs', '--log-level=error'];
  const bundle = ['--bundle', '--minify', '--legal-comments=none', ...external.map((one) => `--external:${one}`)];
  const { code: exitCode, output } = await runTool('esbuild', [source, ...flags, ...(isBundled ? bundle : [])], {
    cwd: folder,
  });
  if (exitCode !== 0) throw new CommandError(output);
  return file;
}

async function writeHook(file: string, hook: string): Promise<string> {
  const path = file.replace('.cjs', '.hook.mjs');
  await writeFile(path, `${hook}\nawait import(${JSON.stringify(file)});\n`);
  return path;
}

async function sizeOf(file: string): Promise<Pick<Start, 'bytes' | 'gzipBytes'>> {
  const bytes = await readFile(file);
  return { bytes: bytes.length, gzipBytes: gzipSync(bytes, { level: 9 }).length };
}
