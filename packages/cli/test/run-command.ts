import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** What a command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `otel-xray` from its source, as the root script does. */
export function startCommand(
  args: readonly string[],
  nodeArgs: readonly string[] = [],
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['-C', 'source', ...nodeArgs, main, ...args]);
}

/** Runs `otel-xray` to its end with `input` on standard input. */
export async function runCommand(args: readonly string[], input: string | Uint8Array = ''): Promise<Finished> {
  const child = startCommand(args);
  // A command that ends before it has read everything breaks this pipe; its exit code tells whether it should have.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, stdout, stderr };
}
