import { cp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE, ROOT } from '../../../scripts/folders.ts';

/** The copies of `@opentelemetry/api` that a function may have beside ours. */
export const API_VERSIONS = ['1.9.1', '1.10.0', '1.11.0'] as const;

/** One of the copies above. */
export type ApiVersion = (typeof API_VERSIONS)[number];

/** Which package of this workspace has it; a version that there is not is made of the newest. */
const INSTALLED: Readonly<Record<ApiVersion, string>> = { '1.9.1': 'exporter', '1.10.0': 'lambda', '1.11.0': 'lambda' };

/** What of the API 1.10 says which version it is: to npm, and to the other copies. */
const SAY_VERSION = ['package.json', 'dist/version', 'dist/internal/global-utils'].flatMap((file) =>
  file.endsWith('.json') ? [file] : [`${file}.mjs`, `${file}.cjs`],
);

/** The folder of the API in that version. */
export async function apiFolder(version: ApiVersion): Promise<string> {
  const installed = await folderOf(INSTALLED[version]);
  const found = await versionIn(installed);
  if (found === version) return installed;
  const made = join(CACHE, 'lambda', `api-${version}`);
  await rm(made, { recursive: true, force: true });
  await cp(installed, made, { recursive: true });
  for (const file of SAY_VERSION) await rewrite(join(made, file), (text) => text.replaceAll(found, version));
  return made;
}

function folderOf(room: string): Promise<string> {
  return realpath(join(ROOT, 'packages', room, 'node_modules', '@opentelemetry', 'api'));
}

async function versionIn(folder: string): Promise<string> {
  return (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { readonly version: string }).version;
}

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`${file} does not say its version`);
  await writeFile(file, changed);
}
