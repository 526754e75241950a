import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFileName } from './names.ts';

/** Files that can be started from a code cache. */
export interface CachedFilesOptions {
  /** Where the files are: CommonJS, in ASCII. */
  readonly folder: string;
  /** Where V8's code of them is. */
  readonly cacheFolder: string;
  /** For whatever is no file of {@link folder} by a relative name, and for those that do not say what is in them. */
  readonly require: NodeJS.Require;
}

interface Module {
  exports: unknown;
}

type Wrapped = (
  this: unknown,
  exports: unknown,
  require: NodeJS.Require,
  module: Module,
  filename: string,
  dirname: string,
) => void;

const BEFORE = '(function (exports, require, module, __filename, __dirname) {';
const BEHIND = '\n})';

/**
 * CommonJS files that V8 need not compile, since their code was kept when they ran before: with the functions that had run by then, which
 * neither `require` nor Node's own compile cache keeps. Where V8 does not take the code (another Node, other flags), or there is none, the
 * same files are compiled as usual.
 *
 * The files may load each other, in circles too, by `./name`. A file without a fingerprint (see `cacheFileName`) is left to `require`.
 */
export class CachedFiles {
  readonly #options: CachedFilesOptions;
  readonly #require: NodeJS.Require;
  readonly #modules = new Map<string, Module>();
  readonly #scripts = new Map<string, Script>();
  #taken = 0;
  #refused = 0;

  constructor(options: CachedFilesOptions) {
    this.#options = options;
    // With all that an app's `require` has: hooks of other libraries look into its `cache`.
    this.#require = Object.assign((id: string) => this.#loadOrRequire(id), options.require);
  }

  /** Files whose code came from the cache. */
  get taken(): number {
    return this.#taken;
  }

  /** Files whose code V8 did not take. */
  get refused(): number {
    return this.#refused;
  }

  /**
   * What the file exports. It runs once.
   *
   * @throws what the file throws, or `Error` with `code: 'ENOENT'` where there is none.
   */
  load(name: string): unknown {
    const known = this.#modules.get(name);
    if (known !== undefined) return known.exports;
    const { folder, require } = this.#options;
    const file = join(folder, name);
    // A byte for each character: as UTF-8 it would be looked through first.
    const source = readFileSync(file, 'latin1');
    const cacheFile = cacheFileName(name, source);
    if (cacheFile === undefined) return require(`./${name}`);
    const run = this.#compile(source, cacheFile, file).runInThisContext() as Wrapped;
    const module: Module = { exports: {} };
    this.#modules.set(name, module);
    try {
      run.call(module.exports, module.exports, this.#require, module, file, folder);
    } catch (error) {
      // As with `require`: half a module is none.
      this.#modules.delete(name);
      throw error;
    }
    return module.exports;
  }

  /** V8's code of each file that was loaded, as it is now, by the name under which it is looked for. */
  snapshot(): ReadonlyMap<string, Buffer> {
    return new Map([...this.#scripts].map(([cacheFile, script]) => [cacheFile, script.createCachedData()]));
  }

  #loadOrRequire(id: string): unknown {
    return id.startsWith('./') && id.endsWith('.cjs') ? this.load(id.slice(2)) : this.#options.require(id);
  }

  #compile(source: string, cacheFile: string, file: string): Script {
    const cachedData = readIfThere(join(this.#options.cacheFolder, cacheFile));
    const script = new Script(BEFORE + source + BEHIND, { filename: file, cachedData });
    if (cachedData !== undefined) {
      if (script.cachedDataRejected === true) this.#refused += 1;
      else this.#taken += 1;
    }
    this.#scripts.set(cacheFile, script);
    return script;
  }
}

/** What cannot be read is as good as what is not there. */
function readIfThere(path: string): Buffer | undefined {
  try {
    return existsSync(path) ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}
