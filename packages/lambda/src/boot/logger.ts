import { context, diag, DiagLogLevel } from '@opentelemetry/api';
import type { DiagAPI, DiagLogger } from '@opentelemetry/api';
import type { LambdaConfig } from '../config/config.ts';
import { invocationOf } from '../invocation/invocation-key.ts';

const LEVELS: Readonly<Record<LambdaConfig['logLevel'], DiagLogLevel>> = {
  none: DiagLogLevel.NONE,
  error: DiagLogLevel.ERROR,
  warn: DiagLogLevel.WARN,
  info: DiagLogLevel.INFO,
  debug: DiagLogLevel.DEBUG,
  verbose: DiagLogLevel.VERBOSE,
  all: DiagLogLevel.ALL,
};

/**
 * Lets `diag` speak to standard error, which in Lambda is the function's log as standard output is, from the level of
 * `OTEL_LOG_LEVEL` up. What a program that the function starts writes to standard output is for the function to read.
 */
export function installLogger(api: DiagAPI, { logLevel, warnings }: LambdaConfig): void {
  // As they are now: a console that is changed later, to send what is said to some backend, is to send nothing of ours.
  const { error, warn } = console;
  // The console's own go to standard output, or add a stack. Module and stream are opened when there is something to say; the
  // module by its name, since the global console may be one of a test runner's.
  const quiet = unlessRehearsed((...words) => {
    const { Console } = process.getBuiltinModule('node:console');
    new Console(process.stderr).error(...words);
  });
  const logger = {
    error: unlessRehearsed(error),
    warn: unlessRehearsed(warn),
    info: quiet,
    debug: quiet,
    verbose: quiet,
  };
  api.setLogger(logger, { logLevel: LEVELS[logLevel], suppressOverrideMessage: true });
  for (const { name, value, used } of warnings) log().warn(`${name}=${value} is ignored; using ${used}`);
}

/** The logger of this package. Asked for at each use: the one that `diag` has now. */
export function log(): DiagLogger {
  return diag.createComponentLogger({ namespace: 'otel-xray/lambda' });
}

/** Of a rehearsal nothing is said: what goes wrong there goes wrong in the first invocation as well. */
function unlessRehearsed(say: typeof console.error): typeof console.error {
  return (...words) => {
    if (invocationOf(context.active())?.isRehearsal !== true) say(...words);
  };
}
