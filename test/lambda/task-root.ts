import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of its own for a function's files. Must be disposed. */
export interface TaskRoot extends AsyncDisposable {
  readonly path: string;
}

/** Writes a function's files into a folder outside of this repository, so that no `package.json` of ours counts for them. */
export async function createTaskRoot(files: Readonly<Record<string, string>>): Promise<TaskRoot> {
  const path = await mkdtemp(join(tmpdir(), 'the function '));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
