import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { CommandError } from '../../../scripts/command.ts';
import { ROOT } from '../../../scripts/folders.ts';
import { runTool } from '../../../scripts/tools.ts';

/** How a function's code gets to Lambda. */
export interface Kind {
  readonly kind: string;
  readonly format: 'esm' | 'cjs';
  /** Absent where the code goes there as it is, with its `node_modules`. */
  readonly bundler: 'esbuild' | 'rolldown' | undefined;
}

/** The usual ways. */
export const KINDS: readonly Kind[] = [
  { kind: 'ES module', format: 'esm', bundler: undefined },
  { kind: 'CommonJS', format: 'cjs', bundler: undefined },
  { kind: 'esbuild, ES module', format: 'esm', bundler: 'esbuild' },
  { kind: 'esbuild, CommonJS', format: 'cjs', bundler: 'esbuild' },
  { kind: 'rolldown, ES module', format: 'esm', bundler: 'rolldown' },
  { kind: 'rolldown, CommonJS', format: 'cjs', bundler: 'rolldown' },
];

/** A function to make. */
export interface FunctionSource extends Kind {
  /** Emptied first. */
  readonly folder: string;
  /** By name, what stands in `node_modules`: the folder that it is copied from. */
  readonly packages: Readonly<Record<string, string>>;
  /** An ES module that imports `{ … }` only, and exports `handler`. */
  readonly code: string;
}

/** `dist` and manifest of `packages/lambda`, as a user has them. */
export const LAMBDA_PACKAGE: string = join(ROOT, 'packages', 'lambda');

/** Writes a function and its packages into the folder, bundled where its kind says so. Its handler is `index.handler`. */
export async function buildFunction({ folder, packages, code, format, bundler }: FunctionSource): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [name, source] of Object.entries(packages)) {
    await cp(source, join(folder, 'node_modules', name), {
      recursive: true,
      filter: (path) => !/^(?:node_modules|src|test)(?:[\\/]|$)/.test(relative(source, path)),
    });
  }
  const extension = format === 'esm' ? 'mjs' : 'cjs';
  const output = join(folder, `index.${extension}`);
  if (bundler === undefined) return writeFile(output, format === 'esm' ? code : toCommonJs(code));
  await mkdir(folder, { recursive: true });
  const input = join(folder, 'source.mjs');
  await writeFile(input, code);
  const chunks = ['--chunkFileNames', `[name].${extension}`];
  const flags =
    bundler === 'esbuild'
      ? ['--bundle', '--platform=node', '--target=node22', `--format=${format}`, `--outfile=${output}`]
      : ['--platform', 'node', '--format', format, '--dir', folder, '--entryFileNames', basename(output), ...chunks];
  const result = await runTool(bundler, [input, ...flags], { cwd: folder });
  if (result.code !== 0) throw new CommandError(`${bundler} does not bundle ${input}\n${result.output}`);
  // A bundle brings what it needs: what would be found beside it is not what is tested.
  await Promise.all(['node_modules', 'source.mjs'].map((name) => rm(join(folder, name), { recursive: true })));
}

/** Imports by name and exported constants, which is all that the functions here have. */
function toCommonJs(code: string): string {
  return code
    .replaceAll(/^import (\{.*\}) from (.*);$/gm, 'const $1 = require($2);')
    .replaceAll(/^export const (\w+) =/gm, 'exports.$1 =');
}
