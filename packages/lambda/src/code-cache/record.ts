import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CachedFiles } from './cached-files.ts';
import { SAMPLE_CONTEXT, SAMPLE_EVENTS } from './sample-events.ts';

/** What the process is told that records: an argument that nobody else needs. */
export const RECORD_FLAG = '--record-into';

/** What that process says, as JSON. */
export interface Recording {
  /** Files that were loaded. */
  readonly files: number;
  /** Those of them whose code came from the cache. */
  readonly taken: number;
}

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/**
 * Starts as a function does, invokes it, and writes V8's code of each of our files that were loaded on the way, unless it is there already.
 * For a process of its own, whose environment names the sample function.
 *
 * @param dist - the files that the cache is for.
 * @param folder - where it is written.
 */
export async function recordCodeCache(dist: string, folder: string): Promise<void> {
  const require = createRequire(join(dist, 'register.cjs'));
  const files = new CachedFiles({ folder: dist, cacheFolder: folder, require });
  files.load('register.cjs');
  const loader = (await import(pathToFileURL(join(dist, 'loader.mjs')).href)) as { readonly handler: Handler };
  for (const event of SAMPLE_EVENTS) {
    // One of them fails, as functions do.
    await loader.handler(event, SAMPLE_CONTEXT).catch(() => undefined);
  }
  const codes = files.snapshot();
  if (files.taken === 0) for (const [name, code] of codes) await writeFile(join(folder, name), code);
  const recording: Recording = { files: codes.size, taken: files.taken };
  process.stdout.write(JSON.stringify(recording));
  // Sockets are open, and nothing is to come.
  process.exit();
}
