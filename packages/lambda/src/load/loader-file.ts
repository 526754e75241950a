import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The loader that stands beside `register`: as source, or an ES module for both of its kinds. `undefined` where there is none, as in
 * a bundle of the app's own.
 *
 * @param registerUrl - `import.meta.url` of `register`, which a bundler may leave without a value.
 */
export function findLoader(registerUrl: string | undefined): string | undefined {
  if (registerUrl === undefined) return undefined;
  const file = fileURLToPath(registerUrl);
  const loader = file.replace(/register\.[cm]js$/, 'loader.mjs').replace(/register\.ts$/, 'loader.ts');
  return loader !== file && existsSync(loader) ? loader : undefined;
}
