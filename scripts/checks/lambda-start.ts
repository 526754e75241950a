import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { mustRun } from '../command.ts';
import { ROOT } from '../folders.ts';
import { packPackages } from '../pack.ts';
import type { Check } from './check.ts';

/** What a function's start may cost, at most. */
export interface StartLimits {
  /** Bytes of files in `dist/`, by name without the ending: the `.mjs` and the `.cjs` each. */
  readonly bytes: Readonly<Record<string, number>>;
  /** Files that `register` reads, itself among them. */
  readonly files: number;
  /** Built-in modules that it loads and Node has not loaded before. */
  readonly builtIns: readonly string[];
}

/**
 * The limits that hold. Times are for the benchmark; these three are what they come from, and are the same on every machine. Whoever
 * raises one says in the commit what it buys.
 */
const LIMITS: StartLimits = {
  bytes: {
    register: 60_000,
    'register-trace-handler': 26_000,
    'register-xray': 102_000,
    'register-otlp': 1_050,
    'register-cached': 2_300,
    'register-import': 100,
    loader: 1_700,
  },
  files: 1,
  // AsyncLocalStorage, and the `import.meta` of an ES module. None of `crypto`, `http` and `dgram`, which cost 2 to 3 ms each.
  builtIns: [
    'NativeModule internal/async_local_storage/async_context_frame',
    'NativeModule internal/async_local_storage/run_scope',
    'NativeModule internal/modules/esm/initialize_import_meta',
  ],
};

/** What was seen of one way to start. */
export interface SeenStart {
  /** `--import register.mjs` */
  readonly name: string;
  readonly files: readonly string[];
  readonly builtIns: readonly string[];
}

/** Says which files are too big; `sizes` by name with the ending. */
export function findSizeProblems(sizes: ReadonlyMap<string, number>, { bytes }: StartLimits): readonly string[] {
  return [...sizes].flatMap(([file, size]) => {
    const limit = bytes[file.replace(/\.[cm]js$/, '')];
    if (limit === undefined) return [`${file} has ${size} bytes and no limit`];
    return size > limit ? [`${file} has ${size} bytes, ${size - limit} over its limit`] : [];
  });
}

/** Says which files are not in ASCII: V8 keeps such a file as twice as many bytes, and its code cache would not be looked for. */
export function findForeignCharacters(files: ReadonlyMap<string, Buffer>): readonly string[] {
  return [...files].flatMap(([file, bytes]) => {
    const at = bytes.findIndex((byte) => byte > 127);
    return at === -1 ? [] : [`${file} is not in ASCII, from byte ${at} on`];
  });
}

/** Says what a start loads that it may not. */
export function findStartProblems({ name, files, builtIns }: SeenStart, limits: StartLimits): readonly string[] {
  const unknown = builtIns.filter((one) => !limits.builtIns.includes(one));
  return [
    ...(files.length > limits.files ? [`${name} reads ${files.length} files: ${files.join(', ')}`] : []),
    ...(files.length === 0 ? [`${name} reads no file`] : []),
    ...unknown.map((one) => `${name} loads ${one}`),
  ];
}

const DIST = join(ROOT, 'packages', 'lambda', 'dist');
const FORMATS = ['mjs', 'cjs'] as const;

async function checkLambdaStart(): Promise<string> {
  await packPackages();
  const files = (await readdir(DIST)).filter((name) => /^(?:register.*|loader)\.[cm]js$/.test(name));
  const read = new Map<string, Buffer>();
  for (const name of files) read.set(name, await readFile(join(DIST, name)));
  const sizes = new Map([...read].map(([name, { length }]) => [name, length]));
  const starts = await watchStarts();
  const problems = [
    ...findSizeProblems(sizes, LIMITS),
    ...findForeignCharacters(read),
    ...starts.flatMap((one) => findStartProblems(one, LIMITS)),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const always = ALWAYS.flatMap((name) => read.get(name) ?? []);
  const kilobytes = (sum: number): string => `${(sum / 1000).toFixed(1)} kB`;
  const plain = kilobytes(always.reduce((sum, { length }) => sum + length, 0));
  const zipped = kilobytes(always.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0));
  return `register ${kilobytes(sizes.get('register.mjs') ?? 0)}, with what every function loads ${plain}, gzip ${zipped}`;
}

/** What a function loads before its first invocation, unless it asks for another exporter. */
const ALWAYS = ['register.mjs', 'loader.mjs', 'register-trace-handler.mjs', 'register-xray.mjs'];

async function watchStarts(): Promise<readonly SeenStart[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-start-'));
  try {
    const starts: SeenStart[] = [];
    for (const format of FORMATS) starts.push(await watchStart(folder, format));
    return starts;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Starts Node three times on a file that does nothing: bare, with `register`, and with `register` while files are counted. */
async function watchStart(folder: string, format: (typeof FORMATS)[number]): Promise<SeenStart> {
  const flag = format === 'mjs' ? '--import' : '--require';
  const register = join(DIST, `register.${format}`);
  const nothing = join(folder, `nothing.${format}`);
  const listBuiltIns = join(folder, `list-built-ins.${format}`);
  const listFiles = join(folder, 'list-files.cjs');
  await writeFile(nothing, '');
  await writeFile(listBuiltIns, "process.on('exit', () => console.log(JSON.stringify(process.moduleLoadList)));\n");
  await writeFile(listFiles, LIST_FILES);
  // A preload of its own in the bare run too: what Node itself needs for one is no cost of ours.
  const bare = await runNode([flag, nothing, listBuiltIns]);
  const registered = await runNode([flag, register, listBuiltIns]);
  const files = await runNode(['--require', listFiles, flag, register, nothing]);
  const dist = pathToFileURL(DIST).href;
  return {
    name: `${flag} register.${format}`,
    builtIns: registered.filter((one) => !bare.includes(one)).sort(),
    files: files.filter((url) => url.startsWith(dist)).map((url) => url.slice(dist.length + 1)),
  };
}

/** Hooks see every file that is loaded, CommonJS and ES modules alike. */
const LIST_FILES = `
const files = new Set();
require('node:module').registerHooks({ load: (url, context, next) => (files.add(url), next(url, context)) });
process.on('exit', () => console.log(JSON.stringify([...files])));
`;

async function runNode(args: readonly string[]): Promise<readonly string[]> {
  const env = {
    _HANDLER: 'index.handler',
    LAMBDA_TASK_ROOT: tmpdir(),
    AWS_LAMBDA_FUNCTION_NAME: 'orders',
    NODE_OPTIONS: '',
  };
  return JSON.parse(await mustRun(process.execPath, args, { env })) as readonly string[];
}

/** What the start of a function reads and loads. */
export const lambdaChecks: readonly Check[] = [{ name: 'lambda start', run: checkLambdaStart }];
