import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** The repository's folder. */
export const ROOT: string = fileURLToPath(new URL('..', import.meta.url));

/** What scripts install, pack and keep between runs. Never committed, and safe to delete. */
export const CACHE: string = join(ROOT, '.cache');

/** What `tools.ts` installs. */
export const TOOLS: string = join(ROOT, 'tools');
