import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { DiagLogger } from '@opentelemetry/api';

/** One line that was said through `diag`. */
export interface DiagLine {
  readonly level: 'error' | 'warn' | 'info' | 'debug' | 'verbose';
  /** Namespace, message and details, in one text. */
  readonly text: string;
}

/** What was said through `diag`, and what will be. */
export interface DiagLog {
  readonly lines: readonly DiagLine[];
  /** The lines in which `pattern` is found. */
  matching(pattern: RegExp): readonly DiagLine[];
  /** Resolves with the first line in which `pattern` is found, now or later. */
  next(pattern: RegExp): Promise<DiagLine>;
}

/** Puts a listening logger behind `diag`, until the next call or `diag.disable()`. */
export function listenToDiag(): DiagLog {
  const lines: DiagLine[] = [];
  const waits = new Set<() => void>();
  const hear =
    (level: DiagLine['level']) =>
    (...parts: readonly unknown[]): void => {
      lines.push({ level, text: parts.map(String).join(' ') });
      for (const wait of waits) wait();
    };
  const logger: DiagLogger = {
    error: hear('error'),
    warn: hear('warn'),
    info: hear('info'),
    debug: hear('debug'),
    verbose: hear('verbose'),
  };
  diag.setLogger(logger, { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true });
  // Setting a logger is itself told.
  lines.length = 0;
  const matching = (pattern: RegExp): readonly DiagLine[] => lines.filter(({ text }) => pattern.test(text));
  return {
    lines,
    matching,
    next: (pattern) =>
      new Promise((resolve) => {
        const look = (): void => {
          const [line] = matching(pattern);
          if (line === undefined) return;
          waits.delete(look);
          resolve(line);
        };
        waits.add(look);
        look();
      }),
  };
}
