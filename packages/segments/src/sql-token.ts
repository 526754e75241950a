import type { SqlDialect } from './sql-dialect.ts';

/** A piece of an SQL text: what is kept, what is replaced, what is left out. */
interface SqlToken {
  readonly kind: 'code' | 'literal' | 'comment';
  /** Index behind it. */
  readonly end: number;
}

/** White space and what never begins anything longer. */
const PLAIN = /[\s,()=<>*+;!|&^~%{}\]\\]+/y;
/** Names and keywords: letters and everything beyond ASCII but white space; digits and `$` not first. */
const WORD = /[^\s!-@[-^`{-\u00A0][^\s!-#%-/:-@[-^`{-\u00A0]*/y;
/** Numbers as all dialects write them, and what may stick to them: `1.5e-3`, `0xFF`, `1_000`, `5L`, `1h30m`. */
const NUMBER = /[\d.](?:[\w.\u00A1-\uFFFF]*[eE][+-](?=\d))?[\w.\u00A1-\uFFFF]*/y;
/** CQL writes them without quotes. */
const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/iy;
const DOLLAR_TAG = /\$(?:[^\s!-@[-^`{-\u00A0][^\s!-/:-@[-^`{-\u00A0]*)?\$/y;
const LINE = /[^\n\r]*/y;
const DIGITS = /\d*/y;
const BLOCK_MARK = /\/\*|\*\//g;
const MAX_PREFIX_CHARS = 2;
/** Letters before a quote that belong to the literal: escapes, national, hexadecimal, bits, Unicode, raw. */
const STRING_PREFIX = /^(?:e|n|x|b|r|br|rb)$/i;
const QUOTE_PREFIX = /^n?q$/i;
const CLOSING: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}', '<': '>' };

/** The token that begins at `start`, which must be inside the text. A string or comment without end reaches to the text's. */
export function readSqlToken(text: string, start: number, dialect: SqlDialect): SqlToken {
  const plain = matchEnd(PLAIN, text, start);
  if (plain !== start) return { kind: 'code', end: plain };
  return (
    readComment(text, start, dialect) ??
    readQuoted(text, start, dialect) ??
    readWord(text, start, dialect) ??
    readNumber(text, start)
  );
}

function readComment(text: string, start: number, dialect: SqlDialect): SqlToken | undefined {
  const two = text.slice(start, start + 2);
  const isLine =
    (two === '--' && (!dialect.dashesNeedSpace || /\s/.test(text[start + 2] ?? ''))) ||
    (two === '//' && dialect.hasSlashComments) ||
    (two.startsWith('#') && dialect.hash === 'comment');
  if (isLine) return { kind: 'comment', end: matchEnd(LINE, text, start) };
  return two === '/*' ? { kind: 'comment', end: endOfBlock(text, start + 2, dialect.nestsComments) } : undefined;
}

function readQuoted(text: string, start: number, dialect: SqlDialect): SqlToken | undefined {
  switch (text[start]) {
    case "'":
      return readString(text, start + 1, "'", dialect.backslash);
    case '"':
      return dialect.doubleQuotes === 'string'
        ? readString(text, start + 1, '"', dialect.backslash)
        : readName(text, start + 1, '"');
    case '`':
      return dialect.backticks === 'name' ? readName(text, start + 1, '`') : undefined;
    case '[':
      return dialect.brackets === 'name' ? readName(text, start + 1, ']') : undefined;
    case '$':
      return dialect.hasDollarQuotes ? readDollarQuoted(text, start) : undefined;
    default:
      return undefined;
  }
}

function readString(text: string, start: number, quote: string, backslash: SqlDialect['backslash']): SqlToken {
  return { kind: 'literal', end: endOfQuoted(text, start, quote, backslash) ?? text.length };
}

/** A name in quotes; without an end, it may be anything and is hidden. */
function readName(text: string, start: number, quote: string): SqlToken {
  const end = endOfQuoted(text, start, quote, 'plain');
  return end === undefined ? { kind: 'literal', end: text.length } : { kind: 'code', end };
}

function readDollarQuoted(text: string, start: number): SqlToken | undefined {
  const opened = matchEnd(DOLLAR_TAG, text, start);
  return opened === start ? undefined : { kind: 'literal', end: endOfText(text, opened, text.slice(start, opened)) };
}

/** A name, a keyword, a placeholder, or a string with letters before its quote. */
function readWord(text: string, start: number, dialect: SqlDialect): SqlToken | undefined {
  const uuid = text[start + 8] === '-' ? matchEnd(UUID, text, start) : start;
  if (uuid !== start) return { kind: 'literal', end: uuid };
  const end = matchEnd(WORD, text, start);
  if (end === start) return readPlaceholder(text, start, dialect);
  const isUnicode = text.startsWith("&'", end) && /^u$/i.test(text.slice(start, end));
  const quoteAt = isUnicode ? end + 1 : end;
  if (text[quoteAt] !== "'" || end - start > MAX_PREFIX_CHARS) return { kind: 'code', end };
  const word = text.slice(start, end);
  if (dialect.hasQuoteDelimiters && QUOTE_PREFIX.test(word)) return readDelimited(text, quoteAt + 1);
  if (!isUnicode && !STRING_PREFIX.test(word)) return { kind: 'code', end };
  const backslash = /^e$/i.test(word) ? 'escape' : /r/i.test(word) ? 'unknown' : dialect.backslash;
  return readString(text, quoteAt + 1, "'", backslash);
}

/** `q'[it's]'`: `start` is at the `[`. */
function readDelimited(text: string, start: number): SqlToken {
  const open = text[start] ?? '';
  return { kind: 'literal', end: open === '' ? text.length : endOfText(text, start + 1, `${CLOSING[open] ?? open}'`) };
}

/** `:name`, `@p1`, `$1`, `?`, `#temp`: a sign and the name or number that belongs to it. */
function readPlaceholder(text: string, start: number, { hash, placeholders }: SqlDialect): SqlToken | undefined {
  const sign = text[start] ?? '';
  if (!':@?$#'.includes(sign)) return undefined;
  if (sign === '#' && hash !== 'name') return { kind: 'code', end: start + 1 };
  // `::` is a cast and `@@` a system variable; neither has a number.
  if (text[start + 1] === sign && sign !== '?') return { kind: 'code', end: start + 2 };
  const name = matchEnd(WORD, text, start + 1);
  if (name !== start + 1 && sign !== '?') return { kind: 'code', end: name };
  // `a[1:2]` and `{"a":1}` have numbers behind a colon that are none of a placeholder's.
  const isOperator = sign === ':' && /[\w"'`\])}]/.test(text[start - 1] ?? '');
  const isNumbered = sign === '#' || (placeholders.includes(sign) && !isOperator);
  return { kind: 'code', end: isNumbered ? matchEnd(DIGITS, text, start + 1) : start + 1 };
}

function readNumber(text: string, start: number): SqlToken {
  const isNumber = /^\.?\d/.test(text.slice(start, start + 2));
  return isNumber ? { kind: 'literal', end: matchEnd(NUMBER, text, start) } : { kind: 'code', end: start + 1 };
}

/** Index behind the closing quote, where a doubled quote closes nothing; `undefined` without one. */
function endOfQuoted(
  text: string,
  start: number,
  quote: string,
  backslash: SqlDialect['backslash'],
): number | undefined {
  for (let close = text.indexOf(quote, start); close !== -1; close = text.indexOf(quote, close + 1)) {
    let slashes = 0;
    while (backslash !== 'plain' && close - slashes > start && text[close - slashes - 1] === '\\') slashes++;
    if (slashes % 2 === 1) {
      if (backslash === 'escape') continue;
      // The string may end here or not: in either case, what follows may be a literal.
      return undefined;
    }
    if (text[close + 1] !== quote) return close + 1;
    close++;
  }
  return undefined;
}

function endOfBlock(text: string, start: number, nests: boolean): number {
  let depth = 1;
  BLOCK_MARK.lastIndex = start;
  for (let mark = BLOCK_MARK.exec(text); mark !== null; mark = BLOCK_MARK.exec(text)) {
    if (mark[0] === '*/') depth--;
    else if (nests) depth++;
    if (depth === 0) return mark.index + 2;
  }
  return text.length;
}

function endOfText(text: string, start: number, part: string): number {
  const index = text.indexOf(part, start);
  return index === -1 ? text.length : index + part.length;
}

function matchEnd(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}
