import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { mustRun } from '../../../scripts/command.ts';
import { DIST, onCommonJs, onModules, processFile } from './hosts.ts';
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
  const withCode = (read: Size, code: Size): Size => ({
    bytes: read.bytes + code.bytes,
    gzipBytes: read.gzipBytes + code.gzipBytes,
  });
  const allInstrumented = await sizeOf('cjs', LATER, INSTRUMENTATIONS);
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
      ...onModules({ preload: REQUIRED, env: isInstrumented }),
      ...allInstrumented,
    },
    {
      name: 'register, code cache',
      base: modules,
      ...onModules({ preload: CACHED }),
      ...withCode(register, await codeSize(/^register\.cjs\./)),
    },
    {
      name: 'all of it, socket open, code cache',
      base: modules,
      ...onModules({ preload: CACHED, env: isWorking }),
      ...withCode(all, await codeSize(CODE)),
    },
    {
      name: 'all of it, socket open, rehearsed, code cache',
      base: modules,
      ...onModules({ preload: CACHED, env: isRehearsed }),
      ...withCode(all, await codeSize(CODE)),
    },
    {
      name: 'with http and AWS SDK instrumentation, socket open, code cache',
      base: modules,
      ...onModules({ preload: CACHED, env: isInstrumented }),
      ...withCode(allInstrumented, withCode(await codeSize(CODE), await codeSize(INSTRUMENTATIONS))),
    },
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
  const folder = join(DIST, 'code-cache', `${process.versions.v8}-${process.arch}`);
  return sizeOfFiles((await readdir(folder)).filter((name) => names.test(name)).map((name) => join(folder, name)));
}

async function sizeOfFiles(paths: readonly string[]): Promise<Size> {
  const files = await Promise.all(paths.map((path) => readFile(path)));
  return {
    bytes: files.reduce((sum, { length }) => sum + length, 0),
    gzipBytes: files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0),
  };
}
