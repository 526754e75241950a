import { diag, DiagConsoleLogger, DiagLogLevel } from '@opentelemetry/api';
import type { DiagAPI, DiagLogger } from '@opentelemetry/api';
import type { LambdaConfig } from '../config/config.ts';

const LEVELS: Readonly<Record<LambdaConfig['logLevel'], DiagLogLevel>> = {
  none: DiagLogLevel.NONE,
  error: DiagLogLevel.ERROR,
  warn: DiagLogLevel.WARN,
  info: DiagLogLevel.INFO,
  debug: DiagLogLevel.DEBUG,
  verbose: DiagLogLevel.VERBOSE,
  all: DiagLogLevel.ALL,
};

/** Lets `diag` speak to the console, which in Lambda is the function's log, from the level of `OTEL_LOG_LEVEL` up. */
export function installLogger(api: DiagAPI, { logLevel, warnings }: LambdaConfig): void {
  api.setLogger(new DiagConsoleLogger(), { logLevel: LEVELS[logLevel], suppressOverrideMessage: true });
  for (const { name, value, used } of warnings) log().warn(`${name}=${value} is ignored; using ${used}`);
}

/** The logger of this package. Asked for at each use: the one that `diag` has now. */
export function log(): DiagLogger {
  return diag.createComponentLogger({ namespace: 'otel-xray/lambda' });
}
