import { endsSecretName, isSecretName, MAX_SECRET_NAME_CHARS } from './secret-names.ts';

/** What stands instead of a secret, as the semantic conventions have it for `url.full`. */
export const HIDDEN = 'REDACTED';

const PERCENT = 37;

/** A name of a secret, and where its value may begin. */
interface Assignment {
  readonly sign: '=' | '%3D' | ':';
  readonly nameStart: number;
  /** Whether it is a qualified name, as a column in SQL: `o.token`. */
  readonly isQualified: boolean;
  /** Behind the sign, and the white space behind that. */
  readonly valueStart: number;
  /** Whether white space stands on either side of the sign. */
  readonly isSpaced: boolean;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Values that are no secrets: placeholders of SQL and of templates, masks, comparisons, words that say there is none. */
const HARMLESS = /^(?:|\?|\$\d*|[:@]\w+|%s?|\*+|x{3,}|\.+|…|=.*|null|undefined|true|false|none|nil|default|REDACTED)$/i;

/** Letters, digits, and `_.%-`: what a name consists of. */
function isOfName(code: number): boolean {
  if (code < 58) return code > 47 || code === 46 || code === PERCENT || code === 45;
  return (code > 96 && code < 123) || (code > 64 && code < 91) || code === 95;
}

/** Deeper escaped quotes are none that a logger writes. */
const MAX_ESCAPES = 8;

/** What ends a value without quotes. */
const DELIMITERS = new Set([...'&;#"\'`()[]{}<> \t\r\n\f\v\u00A0\u2028\u2029'].map((char) => char.charCodeAt(0)));

/** The same inside an encoded value, by their codes: `&`, `;`, `#`, quotes, white space. */
const ENCODED_DELIMITERS = new Set(['26', '3B', '23', '22', '27', '20', '0A', '0D']);

/**
 * Replaces the values of parameters whose names say that they are secrets: in queries (`?token=…&X-Amz-Signature=…`),
 * also in ones that are percent-encoded (`next=%2F%3Ftoken%3D…`), in connection strings (`Server=…;Password=…;`) and,
 * where the value has quotes, in objects (`"password":"…"`, `password: '…'`) and headers (`x-api-key: …`).
 */
export function hideSecretParameters(text: string): string {
  let hidden = '';
  let copied = 0;
  // Signs are searched and not met: mostly, there are two or three in a hundred characters.
  const next = { '=': find(text, '=', 0), ':': find(text, ':', 0), '%3': find(text, '%3', 0) };
  for (;;) {
    const index = Math.min(next['='], next[':'], next['%3']);
    if (index === text.length) return copied === 0 ? text : hidden + text.slice(copied);
    const assignment = readAssignment(text, index);
    let end = index + 1;
    if (assignment !== undefined) {
      const value = findValue(text, assignment);
      if (isSecret(text, assignment, value)) {
        hidden += text.slice(copied, value.start) + HIDDEN;
        copied = value.end;
      }
      end = Math.max(end, value.end);
    }
    if (next['='] < end) next['='] = find(text, '=', end);
    if (next[':'] < end) next[':'] = find(text, ':', end);
    if (next['%3'] < end) next['%3'] = find(text, '%3', end);
  }
}

/** Where the sign stands next; the text's length where it does not. */
function find(text: string, sign: string, from: number): number {
  const index = text.indexOf(sign, from);
  return index === -1 ? text.length : index;
}

/** The assignment whose sign is at `index`, if the name before it is a secret's. */
function readAssignment(text: string, index: number): Assignment | undefined {
  const sign = text[index] === '=' ? '=' : text[index] === ':' ? ':' : '%3D';
  if (sign === '%3D' && !isEncodedEquals(text, index)) return undefined;
  let nameEnd = index;
  while (text[nameEnd - 1] === ' ') nameEnd--;
  const hasSpace = nameEnd < index;
  // `"password":`, in a text that was itself made JSON `\"password\":`, `user[password]=` and `token[]=`.
  if (isQuote(text[nameEnd - 1]) || text[nameEnd - 1] === ']') nameEnd--;
  if (text[nameEnd - 1] === '[' && text[nameEnd] === ']') nameEnd--;
  while (text[nameEnd - 1] === '\\') nameEnd--;
  if (!endsSecretName(text.charCodeAt(nameEnd - 1))) return undefined;
  const valueStart = skipSpaces(text, index + sign.length);
  if (sign === ':' && quoteAt(text, valueStart) === '' && !isHeader(text, index)) return undefined;
  const nameStart = startOfName(text, nameEnd);
  const name = text.slice(nameStart, nameEnd);
  if (!isSecretName(name)) return undefined;
  return {
    sign,
    nameStart,
    isQualified: /^[A-Za-z_]\w*\./.test(name),
    valueStart,
    isSpaced: hasSpace || valueStart > index + sign.length,
  };
}

function isEncodedEquals(text: string, index: number): boolean {
  return text.startsWith('%3D', index) || text.startsWith('%3d', index);
}

/** Whether the name before the colon is a header's, which no prose has: `x-api-key: …`. */
function isHeader(text: string, colon: number): boolean {
  const before = text.slice(Math.max(0, colon - MAX_SECRET_NAME_CHARS), colon);
  return before.includes('-') && /\bx-[\w-]+$/i.test(before);
}

function startOfName(text: string, end: number): number {
  const limit = Math.max(0, end - MAX_SECRET_NAME_CHARS - 1);
  let start = end;
  while (start > limit && isOfName(text.charCodeAt(start - 1))) {
    start--;
    // An encoded `=` ends what stands before it.
    if (text.charCodeAt(start) === PERCENT && isEncodedEquals(text, start)) return start + 3;
  }
  return start;
}

function findValue(text: string, { sign, nameStart, valueStart, isSpaced }: Assignment): Range {
  const quote = quoteAt(text, valueStart);
  if (quote !== '')
    return { start: valueStart + quote.length, end: endOfQuoted(text, valueStart + quote.length, quote) };
  const isConnection = sign === '=' && isInConnectionString(text, nameStart);
  // With spaces around it, `token = …` is SQL or prose rather than a parameter.
  if (isSpaced && sign !== ':' && !isConnection) return { start: valueStart, end: valueStart };
  const end = endOfPlain(text, valueStart, sign === '%3D');
  const semicolon = isConnection ? text.indexOf(';', end) : -1;
  // In a connection string, a value may hold spaces and brackets.
  const isLonger = semicolon !== -1 && !/[&=\n"']/.test(text.slice(end, semicolon));
  return { start: valueStart, end: isLonger ? semicolon : end };
}

function isInConnectionString(text: string, nameStart: number): boolean {
  let before = nameStart;
  while (text[before - 1] === ' ') before--;
  return before === 0 || text[before - 1] === ';';
}

/** The quote at that index with the backslashes before it: `"`, `\"`; `''` if there is none. */
function quoteAt(text: string, index: number): string {
  let end = index;
  while (text[end] === '\\' && end - index < MAX_ESCAPES) end++;
  return isQuote(text[end]) ? text.slice(index, end + 1) : '';
}

/** Index of the quote that closes the value; of the line's end if there is none. */
function endOfQuoted(text: string, start: number, quote: string): number {
  const mark = quote.slice(-1);
  const level = quote.length - 1;
  for (let close = text.indexOf(mark, start); close !== -1; close = text.indexOf(mark, close + 1)) {
    let slashes = 0;
    while (close - slashes > start && (level === 0 || slashes <= level) && text[close - slashes - 1] === '\\')
      slashes++;
    const isEscaped = level === 0 ? slashes % 2 === 1 : slashes > level;
    if (isEscaped) continue;
    if (level > 0 || text[close + 1] !== mark) return close - Math.min(slashes, level);
    close++;
  }
  const lineEnd = text.indexOf('\n', start);
  return lineEnd === -1 ? text.length : lineEnd;
}

function endOfPlain(text: string, start: number, isEncoded: boolean): number {
  let end = start;
  while (end < text.length && !DELIMITERS.has(text.charCodeAt(end))) {
    if (isEncoded && text[end] === '%' && ENCODED_DELIMITERS.has(text.slice(end + 1, end + 3).toUpperCase())) break;
    end++;
  }
  // A backslash before a quote belongs to the quote, a last comma to the list.
  while (end > start && text[end - 1] === ',') end--;
  while (end > start && text[end - 1] === '\\' && isQuote(text[end])) end--;
  return end;
}

function isSecret(text: string, { isQualified }: Assignment, { start, end }: Range): boolean {
  const value = text.slice(start, end);
  if (HARMLESS.test(value)) return false;
  // SQL and source code: `password=crypt(…)`, `a.token=b.token`.
  if (text[end] === '(' && /^[A-Za-z_][\w.]*$/.test(value)) return false;
  return !(isQualified && /^[A-Za-z_]\w*\.\w+$/.test(value));
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'" || char === '`';
}

function skipSpaces(text: string, from: number): number {
  let index = from;
  while (text[index] === ' ') index++;
  return index;
}
