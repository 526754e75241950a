import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { ROOT } from './folders.ts';

/** Where and with what a command runs. */
export interface CommandOptions {
  /** @default the repository's folder */
  readonly cwd?: string;
  /** Set beside the variables of this process; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** How a command ended: its exit code, and what it wrote to both streams, in order. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** A command that had to succeed and did not. The message holds what it wrote. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Runs a command to its end, without input. Rejects only where it cannot be started. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const env = { ...process.env, NO_COLOR: '1', ...options.env };
  const child = spawn(command, args, { cwd: options.cwd ?? ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs a command that has to succeed, and gives what it wrote.
 *
 * @throws CommandError with the command and its output, where it ends with another code than 0.
 */
export async function mustRun(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, output } = await runCommand(command, args, options);
  if (code !== 0) throw new CommandError(`${[basename(command), ...args].join(' ')} ended with ${code}\n${output}`);
  return output;
}

/** Runs the pnpm that runs this script, or the one that npx finds, where the script was started by hand. */
export function runPnpm(args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { npm_execpath: path } = process.env;
  if (path !== undefined && /[\\/]pnpm[^\\/]*$/.test(path)) {
    return /\.[cm]?js$/.test(path) ? mustRun(process.execPath, [path, ...args], options) : mustRun(path, args, options);
  }
  return mustRun('npx', ['-y', 'pnpm', ...args], options);
}
