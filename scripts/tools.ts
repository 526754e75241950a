import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandOptions, type CommandResult, runCommand, runPnpm } from './command.ts';
import { TOOLS } from './folders.ts';

let installed: Promise<unknown> | undefined;

/** Installs what `tools/` locks; quick where it is there. `pnpm test` and `pnpm demo` never come here. */
export async function installTools(): Promise<void> {
  installed ??= runPnpm(['install', '--frozen-lockfile', '--dir', TOOLS]);
  await installed;
}

/** Runs a tool of `tools/` on the Node of this process. Installs the tools first. */
export async function runTool(
  name: keyof typeof PACKAGES,
  args: readonly string[],
  options?: CommandOptions,
): Promise<CommandResult> {
  await installTools();
  const folder = join(TOOLS, 'node_modules', PACKAGES[name]);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const file = typeof bin === 'string' ? bin : bin[name];
  if (file === undefined)
    throw new Error(`${PACKAGES[name]} brings no command ${name}, only ${Object.keys(bin).join(', ')}`);
  return runCommand(process.execPath, [join(folder, file), ...args], options);
}

/** Which package brings which command. */
const PACKAGES = {
  attw: '@arethetypeswrong/cli',
  changeset: '@changesets/cli',
  esbuild: 'esbuild',
  knip: 'knip',
  publint: 'publint',
  rolldown: 'rolldown',
  tsdown: 'tsdown',
} as const;
