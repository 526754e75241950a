/** What is known of an exception besides its stack text; helps to find where its message ends. */
export interface ErrorHint {
  readonly type?: string | undefined;
  readonly message?: string | undefined;
}

/** Occurrences of the message that are looked at: a message that repeats itself must not cost quadratic time. */
const MAX_TRIES = 16;

/** Characters of the message that are searched for. */
const MAX_SEARCHED_CHARS = 64;

/** Bare words that a value may be, and that are no class. */
const WORDS = new Set(['true', 'false', 'NaN', 'Infinity', 'undefined', 'null']);

/** `[Function: f]` and their kin look like an error without stack, `[Error: f]`. */
const NO_ERRORS =
  /^\[(?:(?:Async)?(?:Generator)?Function|Object|Array|Circular|Getter|Setter|Symbol|Number|String|Boolean|BigInt|Date|Module|class)\b/;

/**
 * Splits the head of an exception into its type and message: `TypeError: x is undefined`, `Error`. A head that does not
 * begin with a name is all message, of type `''`. The type is what the runtime writes, with a code in brackets:
 * `TypeError [ERR_INVALID_ARG_TYPE]`.
 */
export function parseErrorHead(head: string): { type: string; message: string } {
  // `Error`, `TypeError [ERR_INVALID_ARG_TYPE]`, `OutOfStock [Error]`, `java.io.IOException`; then `:` or the end. Not a constant of
  // the module: the engine reads the sets of such an expression where it is made.
  const name = /^[\p{L}_$][\p{L}\d_$.]*(?: \[[^\][\n]*\])?(?=:(?:\s|$)|$)/u.exec(
    head.split('\n', 1)[0]?.trimEnd() ?? '',
  )?.[0];
  // A single lower-case word, as in `Caused by: timeout`, is what happened and not a class.
  if (name === undefined || WORDS.has(name) || (name === head && /^\p{Ll}[^.]*$/u.test(name)))
    return { type: '', message: head };
  return { type: name, message: head.slice(name.length + 1).trim() };
}

/** Whether a cause is no error but another value, as Node's `inspect` writes it: `'text'`, `{ code: 1 }`, `42`, `[ 1 ]`. */
export function isPlainValue(text: string): boolean {
  if (text.startsWith('[')) return /^\[(?:\s|\]|$|['"`\d{[])/.test(text) || NO_ERRORS.test(text);
  return /^(?:['"`{\d]|-\d|(?:Map|Set|Symbol)\()/.test(text) || /^[\w$]+ \{/.test(text) || WORDS.has(text);
}

/** Whether it begins an error without stack, as Node's `inspect` writes it: `[Error: no stock]`. */
export function isBracketedError(text: string): boolean {
  return text.startsWith('[') && !isPlainValue(text);
}

/**
 * Takes the brackets off `[Error: no stock]`, also before a comma or properties: `[Error: no stock] { code: 'E_STOCK' }`.
 * `undefined` while the closing one is missing, since messages have several lines.
 */
export function unwrapBracketed(text: string): string | undefined {
  const end = text.endsWith('] {')
    ? text.length - 3
    : /\],?$/.test(text.slice(-2))
      ? text.lastIndexOf(']')
      : text.indexOf('] { ');
  return end === -1 ? undefined : text.slice(1, end);
}

/**
 * Index behind the exception's own message in its stack text, where that can be told: the message begins before the
 * first line that looks like a frame (`firstFrame`, an index) and ends with its line. -1 otherwise.
 */
export function findHeadEnd(stacktrace: string, firstFrame: number, hint: ErrorHint): number {
  const { type = '', message = '' } = hint;
  if (message === '') return -1;
  const whole = type === '' ? -1 : findAtLineEnd(stacktrace, `${type}: ${message}`, firstFrame);
  return whole === -1 ? findAtLineEnd(stacktrace, message, firstFrame) : whole;
}

/** Index behind the first `part` that begins before `limit` and has nothing behind it in its line; -1 without one. */
function findAtLineEnd(text: string, part: string, limit: number): number {
  // Searching for a long text that repeats itself costs quadratic time: its beginning is searched, the rest compared.
  const beginning = part.slice(0, MAX_SEARCHED_CHARS);
  const places = text.slice(0, limit + beginning.length);
  let start = places.indexOf(beginning);
  for (let tries = 0; start !== -1 && tries < MAX_TRIES; tries++) {
    const end = start + part.length;
    // A message may end in a line break of its own; Node puts an error without stack into brackets.
    const isWhole = part.endsWith('\n') || /^(?:\r?$|\r?\n|\](?: \{)?\r?(?:\n|$))/.test(text.slice(end, end + 5));
    if (isWhole && text.startsWith(part, start)) return end;
    start = places.indexOf(beginning, start + 1);
  }
  return -1;
}
