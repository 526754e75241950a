import { depthAfter } from './brackets.ts';
import { parseJson, type ReadObject } from './json-text.ts';
import type { Line } from './lines.ts';

/** An object whose end has not come yet. */
interface OpenObject {
  readonly firstLine: number;
  /** Lines so far; emptied where the object has become too large. */
  parts: string[];
  bytes: number;
  depth: number;
  /** Last character that is no white space. */
  tail: string;
}

const BYTE_ORDER_MARK = '\ufeff';
const EXPORT_REQUEST = /^\s*\{\s*"resource(?:Spans|Metrics|Logs|Profiles)"/;
const EXPECTS_VALUE = ['[', ',', ':'];

/**
 * Finds the JSON values in lines: one a line, or one over many lines, as a pretty-printer writes it. What is no JSON
 * costs its own lines: a line that was broken off does not swallow the ones behind it, and a faulty object of a
 * thousand lines is one problem, not a thousand.
 */
export class JsonObjectReader {
  readonly #maxBytes: number;
  #open: OpenObject | undefined;
  #isAfterProblem = false;

  constructor({ maxBytes }: { maxBytes: number }) {
    this.#maxBytes = maxBytes;
  }

  /** What ends with this line. */
  *push(line: Line): Generator<ReadObject> {
    for (const read of this.#read(line)) {
      this.#isAfterProblem = 'problem' in read;
      yield read;
    }
  }

  /** To be called at the end of the input: an object that is open now has no end. */
  *end(): Generator<ReadObject> {
    if (this.#open === undefined) return;
    const { firstLine } = this.#open;
    this.#open = undefined;
    yield { line: firstLine, problem: 'not JSON: the object that begins here has no end' };
  }

  *#read({ number, text, bytes }: Line): Generator<ReadObject> {
    if (text === undefined) {
      yield* this.end();
      yield { line: number, problem: `longer than ${toMiB(this.#maxBytes)} MiB` };
      return;
    }
    if (this.#open !== undefined && beginsAnew(text, this.#open)) yield* this.end();
    if (this.#open !== undefined) yield* this.#continue(this.#open, text, bytes);
    else if (!this.#isAfterProblem || !isRemainder(text)) yield* this.#begin(number, text, bytes);
  }

  *#begin(number: number, withMark: string, bytes: number): Generator<ReadObject> {
    const text = withMark.startsWith(BYTE_ORDER_MARK) ? withMark.slice(1) : withMark;
    if (text.trim() === '') return;
    const parsed = parseJson(text, number);
    const depth = 'problem' in parsed && parsed.isUnfinished ? (depthAfter(text, 0) ?? 0) : 0;
    if (depth === 0) yield parsed;
    else this.#open = { firstLine: number, parts: [text], bytes, depth, tail: lastChar(text) };
  }

  *#continue(open: OpenObject, text: string, bytes: number): Generator<ReadObject> {
    open.depth = depthAfter(text, open.depth) ?? 0;
    open.tail = lastChar(text) || open.tail;
    // With its line feed: an endless run of blank lines is no small object.
    open.bytes += bytes + 1;
    const isTooLarge = open.bytes > this.#maxBytes;
    if (isTooLarge) open.parts = [];
    else open.parts.push(text);
    if (open.depth > 0) return;
    this.#open = undefined;
    const problem = `the object that begins here is larger than ${toMiB(this.#maxBytes)} MiB`;
    yield isTooLarge ? { line: open.firstLine, problem } : parseJson(open.parts.join('\n'), open.firstLine);
  }
}

/**
 * Whether an unindented `{` begins an object of its own instead of continuing the open one, which then was broken off:
 * where no value can stand, or where it is an export request, which stands in nothing else.
 */
function beginsAnew(text: string, { tail }: OpenObject): boolean {
  return text.startsWith('{') && (!EXPECTS_VALUE.includes(tail) || EXPORT_REQUEST.test(text));
}

/** Whether a line behind a problem looks like the rest of the same object: indented, or a closing bracket. */
function isRemainder(text: string): boolean {
  return /^[\s}\]]/.test(text) && !EXPORT_REQUEST.test(text);
}

function lastChar(text: string): string {
  return text.trimEnd().slice(-1);
}

function toMiB(bytes: number): number {
  return bytes / 2 ** 20;
}
