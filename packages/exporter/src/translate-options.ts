import type { TranslateOptions } from '@otel-xray/segments';

interface Rule {
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
}

const FLAG: Rule = { expected: 'a boolean', fits: (value) => typeof value === 'boolean' };
const TEXTS: Rule = { expected: 'an array of strings', fits: isTexts };
const oneOf = (...values: readonly string[]): Rule => ({
  expected: values.map((value) => `'${value}'`).join(' or '),
  fits: (value) => values.includes(value as string),
});

// Keyed by every option of `translate`: the compiler finds one that was forgotten here.
const RULES: { readonly [Option in keyof Required<TranslateOptions>]: Rule } = {
  indexAllAttributes: FLAG,
  indexedAttributes: TEXTS,
  annotationAliases: { expected: 'an object of strings', fits: isTextMap },
  logGroupNames: TEXTS,
  sqlText: oneOf('sanitized', 'asIs', 'off'),
  lambdaRoot: oneOf('subsegment', 'segment'),
  redact: { expected: 'a function', fits: (value) => typeof value === 'function' },
  scope: FLAG,
};

/**
 * Checks what the types cannot where the caller is JavaScript: `sqlText: 'of'` would send the text it was to hold back.
 * An absent option is fine, and so is one that is not known here.
 *
 * @throws TypeError that names the option and what was expected. The value is not shown: it may be a secret.
 */
export function checkTranslateOptions(options: TranslateOptions): void {
  for (const [name, rule] of Object.entries(RULES)) {
    const value: unknown = options[name as keyof TranslateOptions];
    if (value !== undefined && !rule.fits(value)) throw new TypeError(`${name}: expected ${rule.expected}`);
  }
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isTextMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && isTexts(Object.values(value));
}
