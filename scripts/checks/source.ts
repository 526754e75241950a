import { join } from 'node:path';
import { CommandError, mustRun } from '../command.ts';
import { ROOT, TOOLS } from '../folders.ts';
import { readPackages } from '../packages.ts';
import { installTools, runTool } from '../tools.ts';
import type { Check } from './check.ts';

/** A tool of the root install. */
const runInstalled = (name: string, args: readonly string[]): Promise<string> =>
  mustRun(join(ROOT, 'node_modules', '.bin', name), args);

async function checkFormat(): Promise<void> {
  await runInstalled('oxfmt', ['--check', '.']);
}

async function checkLint(): Promise<void> {
  await runInstalled('oxlint', ['--deny-warnings']);
}

/** Each package by its own settings, then tests, examples and scripts, then the configuration of the tools. */
async function checkTypes(): Promise<string> {
  await installTools();
  const projects = [...readPackages().map(({ folder }) => folder), ROOT, TOOLS];
  const problems: string[] = [];
  for (const project of projects) {
    await runInstalled('tsc', ['--noEmit', '-p', project]).catch((error: Error) => problems.push(error.message));
  }
  if (problems.length > 0) throw new CommandError(problems.join('\n'));
  return `${projects.length} projects`;
}

async function checkDeadCode(): Promise<void> {
  const { code, output } = await runTool('knip', ['--no-progress', '--treat-config-hints-as-errors']);
  if (code !== 0) throw new CommandError(output);
}

/** What can be said of the sources without building them. */
export const sourceChecks: readonly Check[] = [
  { name: 'format', run: checkFormat },
  { name: 'lint', run: checkLint },
  { name: 'types', run: checkTypes },
  { name: 'dead code', run: checkDeadCode },
];
