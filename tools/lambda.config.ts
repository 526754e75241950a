import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import type { UserConfig } from 'tsdown';
import { licences } from './licences.ts';

type Format = 'esm' | 'cjs';
type Plugin = Exclude<NonNullable<UserConfig['plugins']>, readonly unknown[] | Promise<unknown> | false>;

const ENDING: Readonly<Record<Format, string>> = { esm: 'mjs', cjs: 'cjs' };

const INPUT: Exclude<NonNullable<UserConfig['inputOptions']>, (...args: never) => unknown> = {
  // Our other packages as they are here, whether they are built or not; ES modules of what has both, for what can be left out.
  resolve: { conditionNames: ['source', 'node', 'import', 'default'], mainFields: ['module', 'main'] },
  optimization: { inlineConst: true },
};

/**
 * How `packages/lambda` is built, which is not as the other packages are: `register` has the OpenTelemetry SDK and API inside, so
 * that a function's start reads one file, and what only an invocation needs is in files of its own.
 */
export function lambdaConfigs(shared: UserConfig): readonly UserConfig[] {
  const base: UserConfig = {
    ...shared,
    target: 'node22.15',
    clean: false,
    hash: false,
    plugins: [],
    inputOptions: INPUT,
    // No package below says that importing it does anything, and none does; one of them does not say so in its manifest.
    treeshake: {
      moduleSideEffects: (id) => /\/packages\/lambda\/src\/(?:register|loader)\.ts$/.test(id),
      propertyReadSideEffects: false,
    },
  };
  const formats: readonly Format[] = ['esm', 'cjs'];
  return [
    ...formats.map((format) => register(base, format)),
    loader(base),
    ...formats.map((format) => index(base, format)),
  ];
}

/** One file to start with, minified; what it loads later, `register-*`, takes the API from it. */
function register(base: UserConfig, format: Format): UserConfig {
  return {
    ...base,
    name: `register ${format}`,
    entry: { register: './src/register.ts' },
    format: [format],
    dts: { oxc: true },
    minify: true,
    deps: { alwaysBundle: [/^@opentelemetry\//, /^@otel-xray\//], onlyBundle: false },
    plugins: [oneApi(), builtinsByCall(), ...(format === 'esm' ? [licences('THIRD-PARTY-LICENSES.txt')] : [])],
    outputOptions: (options) => ({
      ...options,
      comments: false,
      chunkFileNames: `register-[name].${ENDING[format]}`,
    }),
  };
}

/** What the runtime client loads in place of the function's module, whichever kind `register` was. */
function loader(base: UserConfig): UserConfig {
  return {
    ...base,
    name: 'loader',
    entry: { loader: './src/loader.ts' },
    format: ['esm'],
    dts: false,
    minify: true,
    plugins: [registerBesideLoader(), builtinsByCall()],
  };
}

/** For the app's own imports: the SDK inside, the API the app's. */
function index(base: UserConfig, format: Format): UserConfig {
  return {
    ...base,
    name: `index ${format}`,
    // A file of its own, so that a bundler leaves it out, and with it the SDK, where only a helper is imported.
    entry: { index: './src/index.ts', 'wrap-handler': './src/wrap-handler.ts' },
    format: [format],
    dts: { oxc: true },
    deps: {
      alwaysBundle: [/^@opentelemetry\/(?!api$)/, /^@otel-xray\//],
      neverBundle: ['@opentelemetry/api'],
      onlyBundle: false,
    },
    // What is loaded later takes from the files that are there already.
    inputOptions: { ...INPUT, preserveEntrySignatures: 'allow-extension' },
    outputOptions: (options) => ({ ...options, chunkFileNames: `index-[name].${ENDING[format]}` }),
  };
}

/** Each of our packages is developed against an API of its own; in a bundle there is the one of `packages/lambda`. */
function oneApi(): Plugin {
  const file = createRequire(join(process.cwd(), 'package.json'))
    .resolve('@opentelemetry/api')
    .replace(/\.cjs$/, '.mjs');
  return { name: 'one-api', resolveId: (id) => (id === '@opentelemetry/api' ? file : undefined) };
}

/**
 * Built-in modules by a call, and of each what is used. An ES import of one makes Node read all its exports, also those that
 * load on use: `node:fs` alone brings 35 more built-ins, and 3 ms.
 */
function builtinsByCall(): Plugin {
  const PREFIX = '\0built-in:';
  return {
    name: 'built-ins-by-call',
    resolveId: {
      order: 'pre',
      handler: (id, _importer, { kind }) =>
        kind === 'import-statement' && isBuiltin(id) ? PREFIX + id.replace('node:', '') : undefined,
    },
    load: (id) =>
      id.startsWith(PREFIX) ? { code: toCalls(id.slice(PREFIX.length)), moduleSideEffects: false } : undefined,
  };
}

function toCalls(name: string): string {
  const names = Object.keys(createRequire(import.meta.url)(name) as object).filter((key) => key !== 'default');
  const reads = names.map((key) => `export const ${key} = builtIn.${key};`);
  return [
    `const builtIn = process.getBuiltinModule(${JSON.stringify(name)});`,
    'export default builtIn;',
    ...reads,
  ].join('\n');
}

/** The loader brings no second `register`. */
function registerBesideLoader(): Plugin {
  return {
    name: 'register-beside-loader',
    resolveId: (id) => (id === './register.ts' ? { id: './register.mjs', external: true } : undefined),
  };
}
