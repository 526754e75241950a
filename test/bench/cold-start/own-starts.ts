import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { codeCacheFolder, currentEngine, engineFolderName } from '../../../packages/lambda/src/code-cache/names.ts';
import { mustRun } from '../../../scripts/command.ts';
import { DIST, type HostOptions, onCommonJs, onModules, processFile } from './hosts.ts';
import type { Start } from './start.ts';

/** The start of a function with nothing beside it, on each kind of host. */
export const BARE = { commonJs: 'bare, CommonJS host', modules: 'bare, ES-module host' } as const;

const REQUIRED = ['--require', join(DIST, 'register.cjs')];
const CACHED = ['--require', join(DIST, 'register-cached.cjs')];
const IMPORTED = ['--import', join(DIST, 'register.mjs')];
const LATER = ['trace-handler', 'xray'];
/** What the two named below read of `instrumentations*`. */
const INSTRUMENTATIONS = /^instrumentations(?!-undici).*\.cjs/;
/** What a function with a code cache reads of it, beside the files that it is for. */
const CODE = /^register(?:-trace-handler|-xray)?\.cjs\./;

/** Bare starts, and ours, in the stages that one goes through. */
export async function ownStarts(edges: Readonly<Record<string, string>>): Promise<readonly Start[]> {
  const isLoaded = { BENCH_THROUGH_HANDLER: '1', ...edges };
  // Without a memory size, nothing is rehearsed that is not asked for.
  const isWorking = { ...isLoaded, BENCH_WORK: 'otel-xray' };
  const isRehearsed = { ...isWorking, OTEL_XRAY_REHEARSAL: 'on' };
  const isInstrumented = { ...isWorking, OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,aws-sdk' };
  await mustRun(process.execPath, [join(DIST, 'make-code-cache.mjs')]);
  const [register, all] = [await sizeOf('cjs', []), await sizeOf('cjs', LATER)];
  const allWithCode = sum(all, await codeSize(CODE));
  const allInstrumented = await sizeOf('cjs', LATER, INSTRUMENTATIONS);
  const [registerModule, allModules] = [await sizeOf('mjs', []), await sizeOf('mjs', LATER)];
  const { commonJs, modules } = BARE;
  const overModules = (name: string, options: HostOptions, size?: Size): Start => ({
    name,
    base: modules,
    ...onModules(options),
    ...size,
  });
  return [
    { name: commonJs, base: commonJs, ...onCommonJs() },
    { name: modules, base: modules, ...onModules({ env: { BENCH_WORK: 'nothing' } }) },
    overModules('empty --import', { preload: ['--import', processFile('nothing.mjs')] }),
    { name: 'register, --require, CommonJS host', base: commonJs, ...onCommonJs({ preload: REQUIRED }), ...register },
    overModules('register, --require', { preload: REQUIRED }, register),
    overModules('register, --import', { preload: IMPORTED }, registerModule),
    overModules(
      'register and what it reads later, --require',
      { preload: REQUIRED, env: { BENCH_ALSO: later('cjs') } },
      all,
    ),
    overModules(
      'register and what it reads later, --import',
      { preload: IMPORTED, env: { BENCH_ALSO: later('mjs') } },
      allModules,
    ),
    overModules('all of it, socket open, --require', { preload: REQUIRED, env: isWorking }, all),
    overModules('all of it, socket open, --import', { preload: IMPORTED, env: isWorking }, allModules),
    overModules('all of it, socket open, rehearsed, --require', { preload: REQUIRED, env: isRehearsed }, all),
    overModules('all of it, socket open, rehearsed, --import', { preload: IMPORTED, env: isRehearsed }, allModules),
    overModules(
      'with http and AWS SDK instrumentation, socket open, --require',
      { preload: REQUIRED, env: isInstrumented },
      allInstrumented,
    ),
    overModules('register, code cache', { preload: CACHED }, sum(register, await codeSize(/^register\.cjs\./))),
    overModules('all of it, socket open, code cache', { preload: CACHED, env: isWorking }, allWithCode),
    overModules('all of it, socket open, rehearsed, code cache', { preload: CACHED, env: isRehearsed }, allWithCode),
    overModules(
      'with http and AWS SDK instrumentation, socket open, code cache',
      { preload: CACHED, env: isInstrumented },
      sum(allInstrumented, await codeSize(CODE), await codeSize(INSTRUMENTATIONS)),
    ),
  ];
}

function later(format: 'cjs' | 'mjs'): string {
  return LATER.map((name) => join(DIST, `register-${name}.${format}`)).join();
}

type Size = Required<Pick<Start, 'bytes' | 'gzipBytes'>>;

/** What is read of ours: `register`, what comes later with the loader, and further files of `dist/`. */
async function sizeOf(format: 'cjs' | 'mjs', names: readonly string[], further?: RegExp): Promise<Size> {
  const loader = names.length > 0 ? ['loader.mjs'] : [];
  const others = further === undefined ? [] : (await readdir(DIST)).filter((name) => further.test(name));
  const read = [`register.${format}`, ...names.map((name) => `register-${name}.${format}`), ...loader, ...others];
  return sizeOfFiles(read.map((name) => join(DIST, name)));
}

/** What is read of the code cache that was made for this Node. */
async function codeSize(names: RegExp): Promise<Size> {
  const folder = join(codeCacheFolder(DIST), engineFolderName(currentEngine()));
  return sizeOfFiles((await readdir(folder)).filter((name) => names.test(name)).map((name) => join(folder, name)));
}

async function sizeOfFiles(paths: readonly string[]): Promise<Size> {
  const files = await Promise.all(paths.map((path) => readFile(path)));
  return sum(...files.map((file) => ({ bytes: file.length, gzipBytes: gzipSync(file, { level: 9 }).length })));
}

function sum(...sizes: readonly Size[]): Size {
  return {
    bytes: sizes.reduce((total, { bytes }) => total + bytes, 0),
    gzipBytes: sizes.reduce((total, { gzipBytes }) => total + gzipBytes, 0),
  };
}
