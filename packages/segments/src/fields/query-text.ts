import { hideCredentials } from '../credentials.ts';
import { remembering } from '../remember.ts';
import { sanitizeSql } from '../sql-text.ts';
import type { TextFacts } from '../text-facts.ts';
import { DATABASE_SYSTEM_KEYS } from '../vocabulary.ts';

/** Stores whose commands hold keys alone, as the instrumentations write them: `set cart:7 [1 other arguments]`. */
const KEY_STORES = new Set(['redis', 'valkey']);

const QUERY_KEYS = new Set(['db.query.text', 'db.statement']);

/** The values of a query's placeholders, which some instrumentations write beside its text when asked to. */
const PARAMETER_KEY = /^db\.(?:\w+\.values|(?:query|operation)\.parameter\..+)$/;

/** What stands instead of a literal. */
const PLACEHOLDER = '?';

export function isQueryKey(key: string): boolean {
  return QUERY_KEYS.has(key);
}

export function isParameterKey(key: string): boolean {
  if (!key.startsWith('db.') || !(key.endsWith('.values') || key.includes('.parameter.'))) return false;
  return PARAMETER_KEY.test(key);
}

/** A query text as the options want it, also where it stays an attribute; `undefined` where it must not be sent. */
export function queryText({ options, attributes }: TextFacts, text: string): string | undefined {
  if (options.sqlText === 'off') return undefined;
  if (options.sqlText === 'asIs') return options.redact('sql', text);
  return options.redactHidden('sql', knownWithoutLiterals(text, attributes.firstText(DATABASE_SYSTEM_KEYS)));
}

/** Statements that were read already, by system: without literals and credentials. */
const readers = new Map<string, (text: string) => string>();
const MAX_SYSTEMS = 16;

function knownWithoutLiterals(text: string, system: string): string {
  let read = readers.get(system);
  if (read === undefined) {
    if (readers.size >= MAX_SYSTEMS) readers.clear();
    readers.set(system, (read = remembering((query) => hideCredentials(withoutLiterals(query, system)))));
  }
  return read(text);
}

/** The value of a placeholder, or a list of them: the query's literals by another name. `undefined` where it must not be sent. */
export function parameterValue({ options }: Pick<TextFacts, 'options'>, value: unknown): unknown {
  if (options.sqlText === 'asIs') return value;
  if (options.sqlText === 'off') return undefined;
  return Array.isArray(value) ? value.map(() => PLACEHOLDER) : PLACEHOLDER;
}

function withoutLiterals(text: string, system: string): string {
  if (KEY_STORES.has(system)) return text;
  // `set key flags time bytes`, and in the next line what is stored.
  if (system === 'memcached') return text.split(/\r?\n/, 1)[0] ?? '';
  const json = text.search(/[{[]/);
  return hideJsonValues(text, json) ?? sanitizeSql(text, isJsonStart(text, json) ? '' : system);
}

/** `{"find":"?","filter":{"customer":"?"}}`, also behind an operation's name; `undefined` for what is no JSON. */
function hideJsonValues(text: string, start: number): string | undefined {
  if (!isJsonStart(text, start)) return undefined;
  try {
    const query: unknown = JSON.parse(text.slice(start), (_key, value: unknown) =>
      typeof value === 'object' && value !== null ? value : PLACEHOLDER,
    );
    return text.slice(0, start) + JSON.stringify(query);
  } catch {
    // Cut, or too deep: read as a dialect that nobody knows, which hides what is in quotes.
    return undefined;
  }
}

/** A document as MongoDB and search engines take them, or the input of an operation, `GetItem {…}`. */
function isJsonStart(text: string, start: number): boolean {
  return start === 0 || (start > 0 && text[start] === '{' && /^\w+ $/.test(text.slice(0, start)));
}
