import { readFileSync } from 'node:fs';
import type { TranslateOptions } from '@otel-xray/segments';
import { UsageError } from './errors.ts';
import { messageOf } from './streams.ts';

/** What a configuration file may set: the members of `TranslateOptions` that JSON can write. */
export type FileOptions = Omit<TranslateOptions, 'redact'>;

/** Values of `sqlText` and `lambdaRoot`. */
export const SQL_TEXTS = ['sanitized', 'asIs', 'off'] as const;
export const LAMBDA_ROOTS = ['subsegment', 'segment'] as const;

interface Rule {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

const flag: Rule = { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };
const list: Rule = {
  expected: 'a list of texts',
  accepts: (value) => Array.isArray(value) && value.every(isText),
};
const map: Rule = {
  expected: 'an object of texts',
  accepts: (value) => isObject(value) && Object.values(value).every(isText),
};

const rules = {
  indexAllAttributes: flag,
  indexedAttributes: list,
  annotationAliases: map,
  logGroupNames: list,
  sqlText: oneOf(SQL_TEXTS),
  lambdaRoot: oneOf(LAMBDA_ROOTS),
  scope: flag,
} satisfies Record<keyof FileOptions, Rule>;

/**
 * Reads a configuration file: a JSON object with members of `TranslateOptions`.
 *
 * @throws UsageError for a file that cannot be read, is not such an object, or has a member that is unknown or of
 * another type: a setting that is silently ignored would be missed in every document.
 */
export function readConfigFile(path: string): FileOptions {
  const config = parseFile(path);
  if (!isObject(config)) throw new UsageError(`--config ${path}: expected a JSON object`);
  for (const [member, value] of Object.entries(config)) check(path, member, value);
  return config;
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new UsageError(`--config ${path}: ${messageOf(cause)}`, cause);
  }
}

function check(path: string, member: string, value: unknown): void {
  if (!Object.hasOwn(rules, member)) {
    const known = Object.keys(rules).join(', ');
    throw new UsageError(`--config ${path}: unknown member ${JSON.stringify(member)}; known are ${known}`);
  }
  const { expected, accepts } = rules[member as keyof typeof rules];
  if (!accepts(value)) throw new UsageError(`--config ${path}: expected ${expected} in "${member}"`);
}

function oneOf(values: readonly string[]): Rule {
  return { expected: values.join(' or '), accepts: (value) => isText(value) && values.includes(value) };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
