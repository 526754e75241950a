import { readFileSync } from 'node:fs';
import { runLint } from './commands/lint.ts';
import { runTranslate } from './commands/translate.ts';
import { Complaints } from './complaints.ts';
import { CommandError, OutputClosedError, UsageError } from './errors.ts';
import { Output } from './output.ts';
import type { Streams } from './streams.ts';

type Command = (args: readonly string[], streams: Streams) => Promise<number>;

const commands: ReadonlyMap<string, Command> = new Map([
  ['translate', runTranslate],
  ['lint', runLint],
]);

const help = `Usage: otel-xray COMMAND [flags]

Commands:
  translate      OpenTelemetry spans (OTLP/JSON) in, AWS X-Ray segment documents out
  lint           segment documents in, what is wrong with them out

Flags:
  -h, --help     print this; after a command, its own help
  -v, --version  print the version`;

/**
 * Runs the command that `args` name, with its own arguments behind it.
 *
 * @param args - what stands behind the name of the program.
 * @returns the exit code: 0 done, 1 failed or left something out, 2 called wrongly. Errors that are expected have been
 * told on standard error; what is thrown is a bug.
 */
export async function run(args: readonly string[], streams: Streams): Promise<number> {
  const complaints = new Complaints(streams.stderr);
  try {
    return await runCommand(args, streams);
  } catch (error) {
    if (error instanceof OutputClosedError) return 0;
    if (!(error instanceof CommandError)) throw error;
    complaints.add(error.message);
    return error.exitCode;
  }
}

async function runCommand([name, ...args]: readonly string[], streams: Streams): Promise<number> {
  const command = commands.get(name ?? '');
  if (command !== undefined) return command(args, streams);
  const output = new Output(streams.stdout);
  output.add(textFor(name));
  await output.flush();
  return 0;
}

function textFor(name: string | undefined): string {
  const known = [...commands.keys()].join(', ');
  if (name === '--help' || name === '-h') return help;
  if (name === '--version' || name === '-v') return readVersion();
  if (name === undefined) throw new UsageError(`expected a command: ${known}; otel-xray --help says more`);
  throw new UsageError(`unknown command ${name}: expected ${known}; otel-xray --help says more`);
}

// The same way up from `src` and from `dist`.
function readVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
