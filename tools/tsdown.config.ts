import { readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';
import { lambdaConfigs } from './lambda.config.ts';

/** What a package's manifest says of its files. */
interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly source: string }>>;
  readonly bin?: Readonly<Record<string, string>>;
}

// One build for every room: run in a package's folder, it builds what that package's `exports` and `bin` name.
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

const libraries = Object.values(manifest.exports).flatMap((target) =>
  typeof target === 'string' ? [] : [target.source],
);
const commands = Object.values(manifest.bin ?? {}).map((file) =>
  file.replace('/dist/', '/src/').replace(/\.mjs$/, '.ts'),
);

// Paths count from the package, not from here.
const shared: UserConfig = { cwd: process.cwd(), platform: 'node', target: 'node20.6', fixedExtension: true };
const library: UserConfig = { ...shared, entry: libraries, format: ['esm', 'cjs'], dts: { oxc: true } };
// Nothing imports a command: it has neither types nor a CommonJS form.
const command: UserConfig = { ...shared, entry: commands, format: ['esm'], dts: false };

export default defineConfig(
  manifest.name === '@otel-xray/lambda'
    ? [...lambdaConfigs(shared)]
    : [...(libraries.length > 0 ? [library] : []), ...(commands.length > 0 ? [command] : [])],
);
