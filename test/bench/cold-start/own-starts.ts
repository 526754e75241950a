import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { mustRun } from '../../../scripts/command.ts';
import { CACHE } from '../../../scripts/folders.ts';
import { DIST, onCommonJs, onModules, processFile } from './hosts.ts';
import type { Start } from './start.ts';

/** The start of a function with nothing beside it, on each kind of host. */
export const BARE = { commonJs: 'bare, CommonJS host', modules: 'bare, ES-module host' } as const;

const REQUIRED = ['--require', join(DIST, 'register.cjs')];
const IMPORTED = ['--import', join(DIST, 'register.mjs')];
const LATER = ['trace-handler', 'xray'];
/** What the two named below read of `instrumentations*`. */
const INSTRUMENTATIONS = /^instrumentations(?!-undici).*\.mjs$/;

/** Bare starts, and ours, in the stages that one goes through. */
export async function ownStarts(edges: Readonly<Record<string, string>>): Promise<readonly Start[]> {
  const isLoaded = { BENCH_THROUGH_HANDLER: '1', ...edges };
  // Without a memory size, nothing is rehearsed that is not asked for.
  const isWorking = { ...isLoaded, BENCH_WORK: 'otel-xray' };
  const isRehearsed = { ...isWorking, OTEL_XRAY_REHEARSAL: 'on' };
  const cached = await fillCompileCache(REQUIRED, isLoaded);
  const [register, all] = [await sizeOf('cjs', []), await sizeOf('cjs', LATER)];
  const [registerModule, allModules] = [await sizeOf('mjs', []), await sizeOf('mjs', LATER)];
  const { commonJs, modules } = BARE;
  return [
    { name: commonJs, base: commonJs, ...onCommonJs() },
    { name: modules, base: modules, ...onModules({ env: { BENCH_WORK: 'nothing' } }) },
    { name: 'empty --import', base: modules, ...onModules({ preload: ['--import', processFile('nothing.mjs')] }) },
    { name: 'register, --require, CommonJS host', base: commonJs, ...onCommonJs({ preload: REQUIRED }), ...register },
    { name: 'register, --require', base: modules, ...onModules({ preload: REQUIRED }), ...register },
    { name: 'register, --import', base: modules, ...onModules({ preload: IMPORTED }), ...registerModule },
    {
      name: 'register and what it reads later, --require',
      base: modules,
      ...onModules({ preload: REQUIRED, env: { BENCH_ALSO: later('cjs') } }),
      ...all,
    },
    {
      name: 'register and what it reads later, --import',
      base: modules,
      ...onModules({ preload: IMPORTED, env: { BENCH_ALSO: later('mjs') } }),
      ...allModules,
    },
    {
      name: 'all of it, socket open, --require',
      base: modules,
      ...onModules({ preload: REQUIRED, env: isWorking }),
      ...all,
    },
    {
      name: 'all of it, socket open, --import',
      base: modules,
      ...onModules({ preload: IMPORTED, env: isWorking }),
      ...allModules,
    },
    {
      name: 'all of it, socket open, rehearsed, --require',
      base: modules,
      ...onModules({ preload: REQUIRED, env: isRehearsed }),
      ...all,
    },
    {
      name: 'all of it, socket open, rehearsed, --import',
      base: modules,
      ...onModules({ preload: IMPORTED, env: isRehearsed }),
      ...allModules,
    },
    {
      name: 'with http and AWS SDK instrumentation, socket open, --require',
      base: modules,
      ...onModules({ preload: REQUIRED, env: { ...isWorking, OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,aws-sdk' } }),
      ...(await sizeOf('cjs', LATER, INSTRUMENTATIONS)),
    },
    {
      name: 'register, --require, compile cache',
      base: modules,
      ...onModules({ preload: REQUIRED, env: cached }),
      ...register,
    },
    {
      name: 'all of it, socket open, --require, compile cache',
      base: modules,
      ...onModules({ preload: REQUIRED, env: { ...isWorking, ...cached } }),
      ...all,
    },
  ];
}

function later(format: 'cjs' | 'mjs'): string {
  return LATER.map((name) => join(DIST, `register-${name}.${format}`)).join();
}

/** What was compiled of ours, kept where a layer would have it, for every folder that it may be mounted under. */
async function fillCompileCache(
  preload: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const folder = join(CACHE, 'cold-start', 'compile-cache');
  await rm(folder, { recursive: true, force: true });
  const cached = { NODE_COMPILE_CACHE: folder, NODE_COMPILE_CACHE_PORTABLE: '1' };
  const host = onModules({ env: { ...env, ...cached } });
  await mustRun(process.execPath, [...preload, processFile('fill-compile-cache.mjs')], { env: host.env });
  return cached;
}

/** What is read of ours: `register`, what comes later with the loader, and further files of `dist/`. */
async function sizeOf(
  format: 'cjs' | 'mjs',
  names: readonly string[],
  further?: RegExp,
): Promise<Required<Pick<Start, 'bytes' | 'gzipBytes'>>> {
  const loader = names.length > 0 ? ['loader.mjs'] : [];
  const others = further === undefined ? [] : (await readdir(DIST)).filter((name) => further.test(name));
  const read = [`register.${format}`, ...names.map((name) => `register-${name}.${format}`), ...loader, ...others];
  const files = await Promise.all(read.map((name) => readFile(join(DIST, name))));
  return {
    bytes: files.reduce((sum, { length }) => sum + length, 0),
    gzipBytes: files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0),
  };
}
