import { diag } from '@opentelemetry/api';

// One for the process, whichever copies of this package are loaded: otherwise each would say the same again.
const KEY = Symbol.for('otel-xray/lambda told');

interface Registry {
  [KEY]?: Set<string>;
}

/** Messages hold keys and names that the app chooses: they must not fill a log or the memory. */
const MAX_MESSAGES = 64;

/**
 * Says the same message once in the life of the process, through `diag`. After 64 different ones it says so, and falls silent.
 * Never throws, whatever the app's logger does.
 */
export function tellOnce(level: 'warn' | 'error', message: string, detail?: string): void {
  const told = ((globalThis as Registry)[KEY] ??= new Set());
  if (told.has(message) || told.size > MAX_MESSAGES) return;
  told.add(message);
  const log = diag.createComponentLogger({ namespace: 'otel-xray/lambda' });
  try {
    if (told.size > MAX_MESSAGES) log.warn('the helpers have more to say than is told');
    else if (detail === undefined) log[level](message);
    else log[level](message, detail);
  } catch {
    // The logger is the app's. There is nobody left to tell, and the app must not see it fail here.
  }
}
