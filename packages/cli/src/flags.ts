import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { UsageError } from './errors.ts';
import { messageOf } from './streams.ts';

type Parsed<T extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true }>
>['values'];

/**
 * The flags of a command that reads standard input.
 *
 * @throws UsageError for a flag that it does not know, and for a file name.
 */
export function parseFlags<T extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: T,
): Parsed<T> {
  const { values, positionals } = parse(command, args, options);
  const [file] = positionals;
  const wantsHelp = 'help' in values && values.help === true;
  if (file !== undefined && !wantsHelp) {
    throw new UsageError(`${command} reads standard input: otel-xray ${command} < ${file}`);
  }
  return values;
}

function parse<T extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    // The first sentence says what is wrong; the others are about arguments that begin with a dash.
    const [reason] = messageOf(cause).split(/\.\s/);
    throw new UsageError(`${command}: ${reason}`, cause);
  }
}

/**
 * The value of a flag that takes one of a few.
 *
 * @throws UsageError for another one.
 */
export function chooseValue<T extends string>(
  flag: string,
  values: readonly T[],
  given: string | undefined,
): T | undefined {
  const chosen = values.find((value) => value === given);
  if (given === undefined || chosen !== undefined) return chosen;
  throw new UsageError(`--${flag} ${given}: expected ${values.join(' or ')}`);
}
