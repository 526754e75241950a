import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { OutputChunk } from 'rolldown';
import { CACHE } from '../../scripts/folders.ts';

/** What is bundled, and how. */
export interface BundleOptions {
  /** Sources by the name of their bundle, without extension. */
  readonly input: Readonly<Record<string, string>>;
  readonly format: 'esm' | 'cjs';
}

/**
 * Bundles sources of this workspace and all that they import, and gives the folder with the result. What is there already, from the
 * same sources, is not written again.
 */
export async function bundle({ input, format }: BundleOptions): Promise<string> {
  const extension = format === 'esm' ? 'mjs' : 'cjs';
  const bundled = await rolldown({
    input: { ...input },
    platform: 'node',
    resolve: { conditionNames: ['source', 'import', 'node', 'default'] },
  });
  const { output } = await bundled.generate({
    format,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `chunk-[hash].${extension}`,
  });
  await bundled.close();
  const chunks = output.filter((one): one is OutputChunk => one.type === 'chunk');
  const hash = createHash('sha256');
  for (const { fileName, code } of chunks) hash.update(fileName).update(code);
  const folder = join(CACHE, 'test-lambda', hash.digest('hex').slice(0, 16));
  if (!existsSync(folder)) await writeWhole(folder, chunks);
  return folder;
}

/** Other test files may write the same at this moment: whoever is first leaves a folder that is whole. */
async function writeWhole(folder: string, chunks: readonly OutputChunk[]): Promise<void> {
  const draft = `${folder}.${process.pid}-${performance.now()}`;
  await mkdir(draft, { recursive: true });
  for (const { fileName, code } of chunks) await writeFile(join(draft, fileName), code);
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }));
}

/** A source of this workspace, by its path from the root. */
export function sourceOf(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
