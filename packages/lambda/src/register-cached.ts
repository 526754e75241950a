import { codeCacheFolder, currentEngine, engineFolderName } from './code-cache/names.ts';
import { startCached } from './code-cache/start-cached.ts';

// `register`, from the code cache that `otel-xray-code-cache` made beside it, where there is one for this Node; else as it is. Built as
// CommonJS alone, which has a `require`: making one would load two more of Node's own modules.
const folder = import.meta.dirname;
startCached({ folder, cacheFolder: `${codeCacheFolder(folder)}/${engineFolderName(currentEngine())}`, require });
