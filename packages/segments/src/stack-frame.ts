import type { StackFrame } from './document.ts';

/** Where a frame points to: the place without column. */
type FrameLocation = Pick<StackFrame, 'path' | 'line'>;

/** The Collector's parser holds lines in 64 bits and stops there; equal so that hostile texts give equal documents. */
const MAX_LINE = 2 ** 63;

/**
 * Reads one frame as V8 and JavaScriptCore write it, from what follows `at `: `Cart.add (/app/cart.js:10:15)`,
 * `async file:///app/index.mjs:3:9`, `Array.map (<anonymous>)`, `native`.
 *
 * The label is the text before the location, as the runtime names the function: `async f`, `new Cart`, `get total`,
 * `#label`, `f [as g]`, `Object.<anonymous>`. An anonymous function has the label `''`, an awaited one `async`. The path
 * keeps its scheme, and in evaluated code the place of the `eval`: `eval at f (/app/x.js:1:2), <anonymous>`.
 *
 * `undefined` for what is no frame: nothing at all, prose, a line that was cut inside its parentheses, or text behind
 * them. Never throws; linear in the text's length.
 */
export function parseV8Frame(text: string): StackFrame | undefined {
  if (!text.endsWith(')')) return parseBareFrame(text);
  const open = findLocation(text);
  if (open === -1) return parseBareFrame(text);
  const label = text.slice(0, open).trim();
  const { path, line } = parseLocation(text.slice(open + 1, -1));
  return label === '' && path === '' ? undefined : { path, line, label };
}

/**
 * Reads one frame as Firefox and Safari write it: `add@https://shop.example.com/cart.js:10:15`, `@/app/b.js:1:2`,
 * `map@[native code]`. The label is what stands before the first `@`.
 *
 * `undefined` unless the line has this shape: a message such as `Error: no route to a@b:1:2` has a colon before its `@`.
 */
export function parseGeckoFrame(text: string): StackFrame | undefined {
  const at = text.indexOf('@');
  if (at === -1) return undefined;
  const label = text.slice(0, at);
  const place = text.slice(at + 1);
  if (/[:"'`]/.test(label)) return undefined;
  if (place === '[native code]') return { path: 'native', line: 0, label };
  // `a.js line 5 > eval:1:2` is Firefox's name for evaluated code; other white space is none of a URL's.
  if (!endsInNumber(place) || (/\s/.test(place) && !place.includes(' > '))) return undefined;
  return { ...parseLocation(place), label };
}

/**
 * Splits `path:line:column`, `path:line` or a bare path at its last colons: `file:///app/a.mjs:10:5` is line 10 of
 * `file:///app/a.mjs`. Line 0 where there is none or where it is no number.
 */
export function parseLocation(location: string): FrameLocation {
  if (location === 'native' || location === 'native code') return { path: 'native', line: 0 };
  const last = location.lastIndexOf(':');
  if (last === -1) return { path: location, line: 0 };
  const tail = location.slice(last + 1);
  const previous = location.lastIndexOf(':', last - 1);
  const middle = previous === -1 ? undefined : location.slice(previous + 1, last);
  if (middle !== undefined && !/[/\\\s]/.test(tail)) {
    if (isInteger(middle)) return { path: location.slice(0, previous), line: toLine(middle) };
    // Runtimes write a line and a column or neither: `/app/a.js:x:5` is a damaged line, not line 5 of `/app/a.js:x`.
    if (/^\w*$/.test(middle) && /[/\\.]/.test(location.slice(0, previous)))
      return { path: location.slice(0, previous), line: 0 };
  }
  return /^\d+$/.test(tail) ? { path: location.slice(0, last), line: toLine(tail) } : { path: location, line: 0 };
}

/** A frame without parentheses around its location: the function has no name. */
function parseBareFrame(text: string): StackFrame | undefined {
  const lastOpen = text.startsWith('(') ? 0 : text.lastIndexOf(' (');
  const lastClose = text.lastIndexOf(')');
  const isCut = lastOpen !== -1 && lastClose < lastOpen;
  const isPlace = endsInNumber(text);
  // Without parentheses and numbers there are `<anonymous>`, `native` and plain paths; with spaces it is prose.
  const isFrame = isPlace ? !isCut : text.endsWith(')') || !/[\s(]/.test(text);
  if (text === '' || isCut || !isFrame) return undefined;
  const label = text.startsWith('async ') ? 'async' : '';
  return { ...parseLocation(label === '' ? text : text.slice('async '.length).trim()), label };
}

/**
 * Index of the `(` that opens the location of a text which ends in `)`; -1 without one. It is the one that balances the
 * end, so that paths and method names may hold parentheses themselves.
 */
function findLocation(text: string): number {
  let depth = 0;
  for (let index = text.length - 1; index >= 0; index--) {
    const char = text[index];
    if (char === ')') depth++;
    if (char !== '(' || --depth > 0) continue;
    if (index === 0 || text[index - 1] === ' ') return index;
    break;
  }
  // Unbalanced (a path such as `/app/a(b.js`), or no space before it: the first that may be one.
  const spaced = text.indexOf(' (');
  return spaced === -1 ? text.indexOf('(') : spaced + 1;
}

function endsInNumber(text: string): boolean {
  let index = text.length;
  while (index > 0 && isDigit(text.charCodeAt(index - 1))) index--;
  return index < text.length && text[index - 1] === ':';
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isInteger(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

function toLine(text: string): number {
  return Math.max(-MAX_LINE, Math.min(MAX_LINE, Number(text)));
}
