import { existsSync } from 'node:fs';
import { CachedFiles, type CachedFilesOptions } from './cached-files.ts';
import { tellDebug } from './tell-debug.ts';

const REGISTER = 'register.cjs';

/**
 * Starts `register.cjs` of the folder, from a code cache where there is one for this Node. Whatever is wrong with the cache: the function
 * starts, as it would without. Which of the two it was, `OTEL_LOG_LEVEL=debug` tells.
 *
 * @throws what `require` of `register.cjs` throws, which catches all that happens in it.
 */
export function startCached(options: CachedFilesOptions): void {
  const { cacheFolder, require } = options;
  if (!existsSync(cacheFolder)) {
    require(`./${REGISTER}`);
    tellDebug(`started without a code cache: there is no ${cacheFolder}`);
    return;
  }
  const files = new CachedFiles(options);
  files.load(REGISTER);
  const { taken, refused } = files;
  if (taken > 0) tellDebug('started from the code cache');
  else if (refused > 0)
    tellDebug(`started without the code cache ${cacheFolder}: it is of another Node, or other flags`);
  else tellDebug(`started without the code cache ${cacheFolder}: none of it can be read, or it is of other files`);
}
