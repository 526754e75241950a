import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { DiagLogger } from '@opentelemetry/api';
import { afterEach, beforeEach } from 'vitest';

/** What was said through `diag` in the running test: one string a call, the level first. */
export function recordDiag(): readonly string[] {
  const said: string[] = [];
  const say =
    (level: string) =>
    (...words: unknown[]) => {
      said.push([level, ...words].join(' '));
    };
  const logger: DiagLogger = {
    error: say('error'),
    warn: say('warn'),
    info: say('info'),
    debug: say('debug'),
    verbose: say('verbose'),
  };
  beforeEach(() => {
    said.length = 0;
    diag.setLogger(logger, { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true });
    said.length = 0; // Setting a logger is itself told.
  });
  afterEach(() => diag.disable());
  return said;
}
