import { SEVERITIES, type Severity } from '@otel-xray/testing/lint';
import { UsageError } from './errors.ts';
import { chooseValue, parseFlags } from './flags.ts';

/** What the lines of the input are. */
export const SOURCES = ['documents', 'otlp'] as const;
/** How findings are printed. */
export const FORMATS = ['text', 'json', 'github'] as const;

export type Source = (typeof SOURCES)[number];
export type Format = (typeof FORMATS)[number];

export interface LintSettings {
  readonly from: Source;
  readonly format: Format;
  /** The least grave severity that makes the command fail. */
  readonly failOn: Severity;
  /** What standard input was, for annotations. */
  readonly file: string | undefined;
  /** A parent that sends nothing here. */
  readonly rootParentId: string | undefined;
}

/** What the arguments of `lint` ask for. */
export type LintArguments = { readonly help: true } | ({ readonly help: false } & LintSettings);

const flags = {
  from: { type: 'string' },
  format: { type: 'string' },
  'fail-on': { type: 'string' },
  file: { type: 'string' },
  'root-parent': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads the arguments of `otel-xray lint`.
 *
 * @throws UsageError for a flag or value that it does not know.
 */
export function parseLintArguments(args: readonly string[]): LintArguments {
  const values = parseFlags('lint', args, flags);
  if (values.help === true) return { help: true };
  return {
    help: false,
    from: chooseValue('from', SOURCES, values.from) ?? 'documents',
    format: chooseValue('format', FORMATS, values.format) ?? 'text',
    failOn: chooseValue('fail-on', SEVERITIES, values['fail-on']) ?? 'wrong',
    file: values.file,
    rootParentId: readId(values['root-parent']),
  };
}

function readId(id: string | undefined): string | undefined {
  if (id !== undefined && !/^[0-9a-f]{16}$/i.test(id))
    throw new UsageError(`--root-parent: expected 16 hexadecimal digits, found ${JSON.stringify(id)}`);
  return id?.toLowerCase();
}
