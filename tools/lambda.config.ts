import { createHash } from 'node:crypto';
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
    plugins: [withoutSdkMetrics()],
    inputOptions: INPUT,
    // No package below says that importing it does anything, and none does; one of them does not say so in its manifest.
    treeshake: {
      moduleSideEffects: (id) =>
        /\/packages\/lambda\/src\/(?:register|register-cached|make-code-cache|loader)\.ts$/.test(id),
      propertyReadSideEffects: false,
    },
  };
  const formats: readonly Format[] = ['esm', 'cjs'];
  return [
    ...formats.map((format) => register(base, format)),
    registerCached(base),
    makeCodeCache(base),
    loader(base),
    ...formats.map((format) => instrumentations(base, format)),
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
    plugins: [
      withoutSdkMetrics(),
      oneApi(),
      builtinsByCall(),
      besides({ './instrumentations/early.ts': `./instrumentations.${ENDING[format]}` }),
      ...(format === 'cjs' ? [required('./instrumentations.cjs'), importedApart('register-otlp.cjs')] : []),
      ...forFormat(format, 'THIRD-PARTY-LICENSES.txt'),
    ],
    outputOptions: (options) => ({
      ...options,
      comments: false,
      chunkFileNames: `register-[name].${ENDING[format]}`,
      // All that it imports, also what the files for later import too. The types are no part of it.
      codeSplitting: { groups: [{ name: 'register', tags: ['$initial'], test: /(?<!\.d)\.[cm]?[jt]s$|^\0/ }] },
    }),
  };
}

/** Starts `register.cjs` from a code cache: a small file that reads the others, CommonJS for functions of either kind. */
function registerCached(base: UserConfig): UserConfig {
  return {
    ...base,
    name: 'register-cached',
    entry: { 'register-cached': './src/register-cached.ts' },
    format: ['cjs'],
    dts: { oxc: true },
    minify: true,
    plugins: [builtinsByCall()],
  };
}

/** The command that makes the code cache. Its sample function meets the API of `register` in the API's global. */
function makeCodeCache(base: UserConfig): UserConfig {
  return {
    ...base,
    name: 'make-code-cache',
    entry: { 'make-code-cache': './src/make-code-cache.ts' },
    format: ['esm'],
    dts: false,
    minify: true,
    deps: { alwaysBundle: [/^@opentelemetry\//], onlyBundle: false },
    plugins: [oneApi()],
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
    plugins: [besides({ './register.ts': './register.mjs' }), builtinsByCall()],
  };
}

/**
 * The official instrumentations, which `register` of either kind loads when they are asked for. They have an API of their own: what
 * they share with `register` would otherwise leave it, and make it more files than one. Copies of the API meet in its globals.
 */
function instrumentations(base: UserConfig, format: Format): UserConfig {
  return {
    ...base,
    name: `instrumentations ${format}`,
    entry: { instrumentations: './src/instrumentations/early.ts' },
    format: [format],
    dts: false,
    minify: true,
    deps: { alwaysBundle: [/./], onlyBundle: false },
    plugins: [
      oneApi(),
      instrumentationParts(UNUSED),
      builtinsByCall(),
      ...forFormat(format, 'THIRD-PARTY-LICENSES-INSTRUMENTATIONS.txt'),
    ],
    outputOptions: (options) => ({
      ...options,
      comments: false,
      chunkFileNames: `instrumentations-[name].${ENDING[format]}`,
    }),
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
    plugins: [instrumentationParts(UNUSED_LATE), withoutLogs()],
    // What is loaded later takes nothing from the entries: it would be exported to apps as well.
    inputOptions: { ...INPUT, preserveEntrySignatures: 'exports-only' },
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
      // What the bundler itself adds, for `require` in an ES module, comes before all modules: it keeps its import.
      handler: (id, importer, { kind }) =>
        kind === 'import-statement' && isBuiltin(id) && importer?.startsWith('\0') !== true
          ? PREFIX + id.replace('node:', '')
          : undefined,
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

/** What the SDK counts of itself: nobody collects that here, and it is made for each span. By the module that does. */
const SDK_METRICS: Readonly<Record<string, string>> = {
  './TracerMetrics.mjs': 'export class TracerMetrics { startSpan() {} }',
  './SpanProcessorMetrics.mjs': 'export class SpanProcessorMetrics { dropSpans() {} finishSpans() {} shutdown() {} }',
};

/** The SDK without its own metrics, which it makes also where no meter is given. */
function withoutSdkMetrics(): Plugin {
  const PREFIX = '\0without:';
  const left = new Set(Object.keys(SDK_METRICS));
  return {
    name: 'without-sdk-metrics',
    resolveId: { order: 'pre', handler: (id) => (SDK_METRICS[id] === undefined ? undefined : PREFIX + id) },
    load(id) {
      if (!id.startsWith(PREFIX)) return undefined;
      left.delete(id.slice(PREFIX.length));
      return SDK_METRICS[id.slice(PREFIX.length)];
    },
    buildEnd(error) {
      if (error === undefined && left.size > 0)
        throw new Error(`the SDK has no ${[...left].join(' and no ')} any more`);
    },
  };
}

/** What the official instrumentations load and nothing here uses, and what stands in its place. */
const UNUSED: Readonly<Record<string, string>> = {
  // Works with a loader of module hooks that finds this copy; there is none.
  'import-in-the-middle': 'exports.Hook = class {};',
  // Speaks of each `require`, if DEBUG wants it.
  debug: 'module.exports = () => () => {};',
  // Reads a header of requests that come in, which are not traced.
  'forwarded-parse': 'module.exports = () => [];',
};

/** Beside those, for `wrapHandler`: it comes too late for a hook on `require`. */
const UNUSED_LATE: typeof UNUSED = { ...UNUSED, 'require-in-the-middle': 'exports.Hook = class {};' };

/** The official instrumentations as they can be bundled: without what is unused, and with what they ask a made `require` for. */
function instrumentationParts(unused: typeof UNUSED): Plugin {
  const PREFIX = '\0unused:';
  return {
    name: 'instrumentation-parts',
    resolveId: { order: 'pre', handler: (id) => (unused[id] === undefined ? undefined : PREFIX + id) },
    load: (id) => (id.startsWith(PREFIX) ? unused[id.slice(PREFIX.length)] : undefined),
    transform: {
      filter: { id: /\/@opentelemetry\/instrumentation[\w-]*\/dist\// },
      handler: (code) => code.replaceAll(/^const (\w+) = __require\(("[\w-]+")\);$/gm, 'import $1 from $2;'),
    },
  };
}

/** The app's API may be 1.9, which has no `logs`; naming it in an import would fail. The instrumentations here write none. */
function withoutLogs(): Plugin {
  return {
    name: 'without-logs',
    transform: {
      filter: { id: /\/@opentelemetry\/instrumentation\/dist\//, code: 'logs' },
      handler: (code) =>
        code.replace(
          /^import \{(.*) logs,(.*)\} from "@opentelemetry\/api";$/m,
          'import {$1$2} from "@opentelemetry/api";\nconst logs = { getLogger: () => undefined };',
        ),
    },
  };
}

/** What is done last to the files of either kind. The licences of both are the same. */
function forFormat(format: Format, licencesFile: string): readonly Plugin[] {
  return [inAscii(), format === 'cjs' ? fingerprinted() : licences(licencesFile)];
}

/** By `require`, as the files that are part of the bundle: a code cache is for what comes that way. */
function required(file: string): Plugin {
  return {
    name: 'required',
    generateBundle(_options, bundle) {
      const imported = `import(\`${file}\`)`;
      const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
      const those = chunks.filter(({ code }) => code.includes(imported));
      if (those.length !== 1) throw new Error(`${imported} is in ${those.length} files`);
      for (const one of those) one.code = one.code.replace(imported, `require(\`${file}\`)`);
    },
  };
}

/** Its `import()` in a file of its own, which Node loads: files of a code cache have none that is not experimental. */
function importedApart(fileName: string): Plugin {
  return {
    name: 'imported-apart',
    generateBundle(_options, bundle) {
      const chunk = bundle[fileName];
      if (chunk?.type !== 'chunk' || !/\bimport\(/.test(chunk.code)) throw new Error(`${fileName} imports nothing`);
      chunk.code = chunk.code.replaceAll(/\bimport\(/g, 'require("./register-import.cjs")(');
      this.emitFile({
        type: 'asset',
        fileName: 'register-import.cjs',
        source: 'module.exports = (specifier) => import(specifier);\n',
      });
    },
  };
}

/** A byte for each character: V8 keeps a file with one that is not as twice as many. */
function inAscii(): Plugin {
  const escape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return afterAll('in-ascii', (code) => code.replaceAll(/[^\0-\x7f]/g, escape));
}

/** The end that a code cache is found by: see `packages/lambda/src/code-cache/names.ts`. */
function fingerprinted(): Plugin {
  const fingerprintOf = (code: string): string => createHash('sha256').update(code).digest('hex').slice(0, 16);
  return afterAll('fingerprinted', (code) => `${code.trimEnd()}\n//# ${fingerprintOf(code)}\n`);
}

/** Changes what a build writes, as the last thing. */
function afterAll(name: string, change: (code: string) => string): Plugin {
  return {
    name,
    generateBundle(_options, bundle) {
      for (const one of Object.values(bundle))
        if (one.type === 'chunk' && !/\.d\.[cm]?ts$/.test(one.fileName)) one.code = change(one.code);
    },
  };
}

/** Modules that are files of their own in `dist/`, and so brought by nobody a second time. */
function besides(files: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'besides',
    resolveId: (id) => (files[id] === undefined ? undefined : { id: files[id], external: true }),
  };
}
