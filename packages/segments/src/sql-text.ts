import { toSqlDialect } from './sql-dialect.ts';
import { readSqlToken } from './sql-token.ts';

/**
 * What a text has that is more than words, the commonest signs and placeholders: any other sign, a digit that neither a word nor a
 * placeholder is before, a dollar sign that begins none, a list that may become shorter. Most statements of drivers have none of it.
 */
const NOT_PLAIN = /[^\w \n,.()=<>*;?$]|(?:^|[ \n,.()=<>*;?])\d|\$(?!\d)|[nN][ \n]*\(/;
/** A literal that was replaced, or a placeholder. */
const LIST_ITEM = /\s*[-+]?(?:\?\d*|\$\d+|[:@]\w+|%s)\s*/y;
const LIST_START = /\bIN\s*\(/gi;

/**
 * Replaces the literals of an SQL text by `?`: `SELECT * FROM orders WHERE customer = ?`. One pass over the text that
 * knows strings, numbers, names and comments of the common dialects; it also does for CQL and PartiQL.
 *
 * - Strings in every spelling (`'it''s'`, `E'\n'`, `N'x'`, `X'ff'`, `$tag$…$tag$`, `q'[…]'`), numbers and UUIDs become `?`;
 *   a sign before a number, `TRUE`, `FALSE`, `NULL` and the word of `DATE '…'` stay.
 * - Names stay, in quotes or not, and so do placeholders (`$1`, `:id`, `@p1`). `"x"` is a string in MySQL and its kin and
 *   in unknown systems, a name elsewhere; SQLite is taken to be built without double-quoted strings, as in Node.js.
 * - Comments are left out: they may hold anything, and the trace ids that some tools write there would make every text
 *   differ.
 * - `IN (?, ?, ?)` becomes `IN (?)`, which keeps texts small and makes those equal that differ in the list's length alone.
 * - What has no end (a string that was cut) is hidden to the text's end, and so is what follows a string in which a
 *   backslash may or may not escape the quote, in systems where that is not known.
 *
 * Applying it twice changes nothing more. Never throws; linear in the text's length.
 *
 * @param system - `db.system.name` or `db.system`: `postgresql`, `mysql`. Unknown ones are read so that most is hidden.
 */
export function sanitizeSql(text: string, system = ''): string {
  const dialect = toSqlDialect(system);
  if (!NOT_PLAIN.test(text) && (dialect.placeholders.includes('$') || !text.includes('$'))) return text;
  let clean = '';
  let last = ' ';
  let endsInComment = false;
  for (let index = 0; index < text.length;) {
    const { kind, end } = readSqlToken(text, index, dialect);
    endsInComment = kind === 'comment';
    const piece =
      kind === 'code' ? text.slice(index, end) : kind === 'literal' ? '?' : separatorFor(last, text[end] ?? ' ');
    // A comment takes the white space on one of its sides along.
    index = endsInComment && isSpace(last) ? skipSpaces(text, end) : end;
    clean += piece;
    last = piece === '' ? last : piece.slice(-1);
  }
  return collapseLists(endsInComment ? clean.trimEnd() : clean);
}

/** What a comment leaves between these two characters: nothing, unless it kept them apart. */
function separatorFor(before: string, after: string): string {
  // Two dashes with a space behind them would be a comment, in MySQL only then.
  if (before === '-') return '/**/';
  return isSpace(before) || isSpace(after) ? '' : ' ';
}

function isSpace(char: string): boolean {
  return /\s/.test(char);
}

function skipSpaces(text: string, start: number): number {
  let index = start;
  while (isSpace(text[index] ?? '')) index++;
  return index;
}

/** Shortens the lists behind `IN` that have two members or more, all of them literals that were replaced or placeholders. */
function collapseLists(text: string): string {
  let collapsed = '';
  let copied = 0;
  for (const list of text.matchAll(LIST_START)) {
    const start = list.index + list[0].length;
    const end = endOfList(text, start);
    if (end === undefined) continue;
    collapsed += `${text.slice(copied, start)}?`;
    copied = end;
  }
  return copied === 0 ? text : collapsed + text.slice(copied);
}

/** Index of the parenthesis that closes such a list; `undefined` for any other. */
function endOfList(text: string, start: number): number | undefined {
  let members = 0;
  for (let index = start; index < text.length; index++) {
    LIST_ITEM.lastIndex = index;
    if (!LIST_ITEM.test(text)) return undefined;
    members++;
    index = LIST_ITEM.lastIndex;
    if (text[index] === ')') return members > 1 ? index : undefined;
    if (text[index] !== ',') return undefined;
  }
  return undefined;
}
