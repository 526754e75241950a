import { hideCredentials } from './credentials.ts';
import type { RedactableField, TranslateOptions } from './translation.ts';

/** Decides whether an attribute key is named by the list of indexed attributes: by its own name or by a pattern. */
export interface KeyMatcher {
  /** Position in the list for a key that is named as it is. */
  exact(key: string): number | undefined;
  /** Whether any pattern of the list fits. */
  pattern(key: string): boolean;
}

/** Options with every default in place, and texts prepared for use. Made once for each options object. */
export interface ResolvedOptions {
  readonly indexAll: boolean;
  readonly indexed: KeyMatcher;
  readonly indexedNames: readonly string[];
  readonly indexesNothing: boolean;
  readonly aliases: ReadonlyMap<string, string>;
  readonly logGroupNames: readonly string[];
  readonly sqlText: 'sanitized' | 'asIs' | 'off';
  readonly lambdaRoot: 'subsegment' | 'segment';
  readonly scope: boolean;
  /** Whether the app redacts too. */
  readonly hasHook: boolean;
  /** What is sent instead of a text: credentials hidden, then the app's own hook. Never throws. */
  readonly redact: (field: RedactableField, value: string) => string;
  /** The hook alone, for a text whose credentials are hidden already. */
  readonly redactHidden: (field: RedactableField, hidden: string) => string;
}

/** What is sent where the app's redaction hook failed: its text may be a secret, so it cannot be passed on. */
export const REDACTION_FAILED = '[redaction failed]';

const resolved = new WeakMap<TranslateOptions, ResolvedOptions>();

/** Resolves options once per object: a caller that passes the same object for each span pays once. */
export function resolveOptions(options: TranslateOptions): ResolvedOptions {
  let known = resolved.get(options);
  if (known === undefined) {
    known = resolve(options);
    resolved.set(options, known);
  }
  return known;
}

function resolve(options: TranslateOptions): ResolvedOptions {
  const indexedNames = options.indexedAttributes ?? [];
  const aliases = new Map(Object.entries(options.annotationAliases ?? {}));
  const indexAll = options.indexAllAttributes ?? false;
  return {
    indexAll,
    indexed: createMatcher(indexedNames),
    indexedNames,
    indexesNothing: !indexAll && indexedNames.length === 0 && aliases.size === 0,
    aliases,
    logGroupNames: options.logGroupNames ?? [],
    sqlText: options.sqlText ?? 'sanitized',
    lambdaRoot: options.lambdaRoot ?? 'subsegment',
    scope: options.scope ?? false,
    hasHook: options.redact !== undefined,
    ...createRedact(options.redact),
  };
}

function createMatcher(names: readonly string[]): KeyMatcher {
  const exact = new Map<string, number>();
  for (const [position, name] of names.entries()) if (!exact.has(name)) exact.set(name, position);
  const patterns = names.filter((name) => name.includes('*')).map(toPattern);
  return {
    exact: (key) => exact.get(key),
    pattern: (key) => patterns.some((pattern) => matches(pattern, key)),
  };
}

/** The literal pieces between the stars. */
function toPattern(name: string): readonly string[] {
  return name.split('*');
}

// Pieces are searched from left to right, each once: no pattern can make the search explode, as a regular expression could.
function matches(pieces: readonly string[], key: string): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (key.length < first.length + last.length || !key.startsWith(first) || !key.endsWith(last)) return false;
  let from = first.length;
  const end = key.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = key.indexOf(piece, from);
    if (at === -1 || at + piece.length > end) return false;
    from = at + piece.length;
  }
  return true;
}

type Redact = ResolvedOptions['redact'];

function createRedact(hook: TranslateOptions['redact']): Pick<ResolvedOptions, 'redact' | 'redactHidden'> {
  if (hook === undefined) {
    return { redact: (_field, value) => hideCredentials(value), redactHidden: (_field, hidden) => hidden };
  }
  const redactHidden: Redact = (field, hidden) => {
    // There is nothing to hide in no text; a hook that answered one would put words into members that have no value.
    if (hidden === '') return '';
    try {
      const answer: unknown = hook(field, hidden);
      return typeof answer === 'string' ? answer : REDACTION_FAILED;
    } catch {
      // The hook is the app's: what it did not manage to redact must not be sent.
      return REDACTION_FAILED;
    }
  };
  return { redact: (field, value) => redactHidden(field, hideCredentials(value)), redactHidden };
}
