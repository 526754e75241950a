import type { DiagLogger } from '@opentelemetry/api';

/** Tells each cause once: the first time in words, never again. Never throws, whatever the app's logger does. */
export interface CauseLogger {
  /** Something was dropped, cut, guessed, or a setting ignored. */
  warn(cause: string, message: string, detail?: unknown): void;
  /** Telemetry is being lost and someone must act. */
  error(cause: string, message: string, detail?: unknown): void;
}

// Causes are few by design; an error code from outside may add to them, but must not fill a log or the memory.
const MAX_CAUSES = 64;

/**
 * Makes a logger that says each cause once in its lifetime. After 64 different causes it says so, and falls silent: the
 * counters go on.
 *
 * @example
 * const log = createCauseLogger(diag.createComponentLogger({ namespace: 'otel-xray/exporter' }));
 * log.warn('too-large', 'a document is larger than a datagram');
 * log.warn('too-large', 'a document is larger than a datagram'); // not said again
 */
export function createCauseLogger(logger: DiagLogger): CauseLogger {
  const told = new Set<string>();
  const tell = (level: 'warn' | 'error', cause: string, message: string, detail: unknown): void => {
    if (told.has(cause) || told.size > MAX_CAUSES) return;
    told.add(cause);
    try {
      if (told.size > MAX_CAUSES) logger.warn('there are more causes than can be told: see stats()');
      else if (detail === undefined) logger[level](message);
      else logger[level](message, detail);
    } catch {
      // The logger is the app's. There is nobody left to tell, and the app must not see it fail here.
    }
  };
  return {
    warn: (cause, message, detail) => tell('warn', cause, message, detail),
    error: (cause, message, detail) => tell('error', cause, message, detail),
  };
}
