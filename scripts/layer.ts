import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { buildPackages } from './build.ts';
import { CommandError, mustRun } from './command.ts';
import { ROOT } from './folders.ts';
import type { Manifest } from './packages.ts';
import { toZip, type ZipEntry } from './zip.ts';

/** Where the layer is written. */
export const LAYER: string = join(ROOT, 'dist', 'otel-xray-layer.zip');

/** Where the layer beside it is written. */
export const CODE_CACHE_LAYER: string = join(ROOT, 'dist', 'otel-xray-code-cache-layer.zip');

/** Below `/opt`, where a function's `require` looks too, and where another layer may put an OTLP exporter beside us. */
const HOME = 'nodejs/node_modules/@otel-xray/lambda';

/** What is loaded at run time, of what `packages/lambda` builds, and whose code is in it: nothing that an app imports. */
const IS_IN_LAYER =
  /^(?:(?:register|loader|instrumentations|make-code-cache)\b.*\.[cm]js|THIRD-PARTY-LICENSES.*\.txt)$/;

/**
 * Builds the Lambda layer: the exec wrapper and what it loads. Nothing in it depends on the machine, the architecture, the time or
 * the folder, so that two builds of one commit are equal byte for byte.
 *
 * @returns what is in it, by path below `/opt`.
 */
export async function buildLayer(): Promise<readonly ZipEntry[]> {
  await buildPackages(['lambda']);
  const room = join(ROOT, 'packages', 'lambda');
  const dist = join(room, 'dist');
  const names = (await readdir(dist)).filter((name) => IS_IN_LAYER.test(name)).sort();
  const entries: ZipEntry[] = [
    { path: 'otel-xray', mode: 0o755, bytes: await readFile(join(room, 'layer', 'otel-xray')) },
    { path: `${HOME}/package.json`, mode: 0o644, bytes: Buffer.from(await layerManifest(room)) },
    { path: `${HOME}/LICENSE`, mode: 0o644, bytes: await readFile(join(ROOT, 'LICENSE')) },
  ];
  for (const name of names)
    entries.push({ path: `${HOME}/dist/${name}`, mode: 0o644, bytes: await readFile(join(dist, name)) });
  await mkdir(join(ROOT, 'dist'), { recursive: true });
  await writeFile(LAYER, await toZip(entries));
  return entries;
}

/**
 * Makes the layer's code cache, as a layer of its own, which is laid over the first. The first must be built.
 *
 * @param nodePath - the Node that the functions will have: no other takes it.
 * @returns what is in it, by path below `/opt`.
 */
export async function buildCodeCacheLayer(nodePath: string): Promise<readonly ZipEntry[]> {
  const out = await mkdtemp(join(tmpdir(), 'code-cache-'));
  try {
    const script = join(ROOT, 'packages', 'lambda', 'dist', 'make-code-cache.mjs');
    await mustRun(nodePath, [script, '--out', out]);
    const files = (await readdir(out, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
    const entries = await Promise.all(
      files.map(async ({ parentPath, name }): Promise<ZipEntry> => {
        const file = join(parentPath, name);
        const path = `${HOME}/dist/code-cache/${relative(out, file).replaceAll('\\', '/')}`;
        return { path, mode: 0o644, bytes: await readFile(file) };
      }),
    );
    if (entries.length === 0) throw new CommandError(`${nodePath} has made no code cache`);
    await writeFile(CODE_CACHE_LAYER, await toZip(entries));
    return entries;
  } finally {
    await rm(out, { recursive: true });
  }
}

/** What says which version is in the layer, and lets `--require @otel-xray/lambda/register` find it. */
async function layerManifest(room: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(room, 'package.json'), 'utf8')) as Manifest;
  const { name, version } = manifest;
  const exports = {
    './register': { import: './dist/register.mjs', require: './dist/register.cjs' },
    './register-cached': './dist/register-cached.cjs',
    './package.json': './package.json',
  };
  return `${JSON.stringify({ name, version, license: 'Apache-2.0', type: 'module', exports }, null, 2)}\n`;
}

if (import.meta.main) {
  const [flag, nodePath, ...others] = process.argv.slice(2);
  // By its path: by its name, pnpm would find the workspace's own.
  const isForNode = flag === '--code-cache' && nodePath !== undefined && isAbsolute(nodePath) && others.length === 0;
  if (flag !== undefined && !isForNode)
    throw new CommandError('pnpm layer takes nothing, or --code-cache and the whole path of the Node that it is for');
  if (nodePath !== undefined) await mustRun(nodePath, ['--version']);
  await tell(LAYER, await buildLayer());
  if (nodePath !== undefined) await tell(CODE_CACHE_LAYER, await buildCodeCacheLayer(nodePath));
}

async function tell(zip: string, entries: readonly ZipEntry[]): Promise<void> {
  const { length } = await readFile(zip);
  for (const { path, mode, bytes } of entries)
    console.log(`${mode.toString(8)} ${String(bytes.length).padStart(7)} ${path}`);
  console.log(`${zip}: ${length} bytes`);
}
