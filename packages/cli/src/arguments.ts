import type { TranslateOptions } from '@otel-xray/segments';
import { LAMBDA_ROOTS, readConfigFile, SQL_TEXTS } from './config-file.ts';
import { UsageError } from './errors.ts';
import { chooseValue, parseFlags } from './flags.ts';

/** What the arguments of `translate` ask for. */
export type TranslateArguments =
  | { readonly help: true }
  | { readonly help: false; readonly explain: boolean; readonly options: TranslateOptions };

const flags = {
  'index-all': { type: 'boolean' },
  index: { type: 'string', multiple: true },
  alias: { type: 'string', multiple: true },
  'log-group': { type: 'string', multiple: true },
  'sql-text': { type: 'string' },
  'lambda-root': { type: 'string' },
  scope: { type: 'boolean' },
  config: { type: 'string' },
  explain: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads the arguments of `otel-xray translate`, and the configuration file that they name. A flag replaces what the
 * file says of the same setting.
 *
 * @throws UsageError for a flag, value or file that it does not know.
 */
export function parseTranslateArguments(args: readonly string[]): TranslateArguments {
  const values = parseFlags('translate', args, flags);
  if (values.help === true) return { help: true };
  const fromFile = values.config === undefined ? {} : readConfigFile(values.config);
  const fromFlags: TranslateOptions = {
    indexAllAttributes: values['index-all'],
    indexedAttributes: values.index?.flatMap(splitList),
    annotationAliases: values.alias && Object.fromEntries(values.alias.map(splitAlias)),
    logGroupNames: values['log-group']?.flatMap(splitList),
    sqlText: chooseValue('sql-text', SQL_TEXTS, values['sql-text']),
    lambdaRoot: chooseValue('lambda-root', LAMBDA_ROOTS, values['lambda-root']),
    scope: values.scope,
  };
  return { help: false, explain: values.explain ?? false, options: { ...fromFile, ...withoutUndefined(fromFlags) } };
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

// The last `=`: it may stand in an attribute's key, but never in an annotation's.
function splitAlias(text: string): [attribute: string, annotation: string] {
  const at = text.lastIndexOf('=');
  if (at < 1 || at === text.length - 1) {
    throw new UsageError(`--alias ${text}: expected ATTRIBUTE=ANNOTATION, as in app.tenant.id=tenant`);
  }
  return [text.slice(0, at), text.slice(at + 1)];
}

function withoutUndefined(options: TranslateOptions): TranslateOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
