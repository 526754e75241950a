import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsdown';

/** One build for every room: run in a package's folder, it builds what that package's `exports` name. */
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | { source: string }>;
};
const entries = Object.values(manifest.exports).flatMap((target) =>
  typeof target === 'string' ? [] : [target.source],
);

export default defineConfig({
  cwd: process.cwd(),
  entry: entries,
  format: ['esm', 'cjs'],
  platform: 'node',
  target: 'node20.6',
  dts: { oxc: true },
  fixedExtension: true,
  clean: true,
  treeshake: true,
});
