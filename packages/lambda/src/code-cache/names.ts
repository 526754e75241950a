import { join } from 'node:path';

/** The end of a file that can have a code cache: what is in it, in 16 hex digits. The build writes it. */
const FINGERPRINT = /^\/\/# ([0-9a-f]{16})\n$/;
const FINGERPRINT_CHARS = 21;

/**
 * The name under which V8's code of a file is kept. It holds what the file says of its content, since V8 itself looks at no more of a file
 * than its length: `register.cjs.0123456789abcdef`.
 *
 * @returns `undefined` for a file that does not say.
 */
export function cacheFileName(name: string, source: string): string | undefined {
  const fingerprint = FINGERPRINT.exec(source.slice(-FINGERPRINT_CHARS))?.[1];
  return fingerprint === undefined ? undefined : `${name}.${fingerprint}`;
}

/** What V8 makes its code for. */
export interface Engine {
  /** `process.versions.v8` */
  readonly v8: string;
  /** `process.arch` */
  readonly arch: string;
  /** Whether Node was started with `--expose-gc`, as Lambda starts it: V8 takes no code that was made under other flags. */
  readonly exposesGc: boolean;
}

/** The engine that this runs in. */
export function currentEngine(): Engine {
  const { gc } = globalThis as { readonly gc?: unknown };
  return { v8: process.versions.v8, arch: process.arch, exposesGc: typeof gc === 'function' };
}

/** Where the code caches of all engines are, beside the files that they are made for. */
export function codeCacheFolder(folder: string): string {
  return join(folder, 'code-cache');
}

/** The folder of one engine in it: `13.6.233.17-node.53-x64-gc`. */
export function engineFolderName({ v8, arch, exposesGc }: Engine): string {
  return `${v8}-${arch}${exposesGc ? '-gc' : ''}`;
}
