import type { StackFrame } from './document.ts';
import { isBracketedError, isPlainValue, parseErrorHead, unwrapBracketed } from './error-head.ts';
import { MAX_STACK_FRAMES } from './limits.ts';
import type { ParsedException, ParsedStack } from './parsed-stack.ts';
import { parseGeckoFrame, parseLocation, parseV8Frame } from './stack-frame.ts';

/** How deep causes may lie in each other; deeper ones are left out. */
const MAX_CAUSE_DEPTH = 32;

/** Causes that one text may have; further ones are left out. */
const MAX_CAUSES = 64;

/** `[cause]: …`, `[errors]: […`, `Caused by: …`, and the same keys where they are enumerable properties. */
const MARKER = /^(\[cause\]|\[errors\]|cause|errors|caused by):(.*)$/i;

interface Exception extends ParsedException {
  type: string;
  message: string;
  truncated: number;
  readonly causes: Exception[];
}

/** A part of the text that is open: an exception, a list of them, or a value that has several lines. */
interface Section {
  /** What its next line may be: more of the message, a frame, a property, an exception of the list, more of the value. */
  state: 'head' | 'frames' | 'properties' | 'closed' | 'list' | 'value';
  readonly exception: Exception;
  /** White space before its first line; what lies in it is indented further. */
  readonly indent: number;
  /** White space before its properties, once one was seen: what is indented further belongs to their values. */
  propertyIndent?: number;
  /** Lines of the message or the value so far. */
  head: string[];
}

/**
 * Reads a stack text line by line, behind the exception's own message. Keeps a stack of the sections that are open; the
 * indentation, which is what `util.inspect` nests by, tells which of them a line belongs to.
 */
export class StackReader {
  readonly #style: 'v8' | 'gecko';
  #root: Section = openSection('head', 0, '');
  #open: Section[] = [this.#root];
  #causes = 0;

  constructor(style: 'v8' | 'gecko') {
    this.#style = style;
  }

  isFrame(line: string): boolean {
    return this.#parseFrame(line.trim(), indentOf(line)) !== undefined;
  }

  /** Takes the rest of the line in which the message ends. */
  endHead(rest: string): void {
    // An error without stack is shown as `[Error: x] {`, and its properties begin here.
    if (rest.trimEnd().endsWith('] {')) this.#root.state = 'properties';
  }

  read(line: string): void {
    const body = line.trim();
    const indent = indentOf(line);
    const { state } = this.#top;
    const isClosing = (body.startsWith('}') || body.startsWith(']')) && /^[}\]]+,?$/.test(body);
    if (state === 'value') this.#readValue(body, isClosing && indent <= this.#top.indent);
    else if (isClosing && (state !== 'head' || indent < this.#top.indent)) this.#close(indent);
    else if (!this.#readFrame(body, indent) && !this.#readMarker(body, indent)) this.#readText(body, indent);
  }

  /** What was read; the reader is as new then. */
  end(): ParsedStack {
    while (this.#open.length > 1) this.#pop();
    const { frames, truncated, causes } = this.#root.exception;
    this.#root = openSection('head', 0, '');
    this.#open = [this.#root];
    this.#causes = 0;
    return { frames, truncated, causes };
  }

  get #top(): Section {
    return this.#open.at(-1) ?? this.#root;
  }

  #parseFrame(body: string, indent: number): StackFrame | undefined {
    const isV8 = this.#style === 'v8';
    if (isV8 && !body.startsWith('at ')) return undefined;
    const isFollowed = body.endsWith(',') || body.endsWith('{');
    const frame = isFollowed ? body.replace(/(?<=[)\d>])(?:,| \{)$/, '') : body;
    if (!isV8) return parseGeckoFrame(frame);
    // Loggers that trim lines leave frames without indentation; prose begins like that, too, but has no column.
    return indent > 0 || /:\d+:\d+\)?$/.test(frame.slice(-32)) ? parseV8Frame(frame.slice(3).trim()) : undefined;
  }

  /** Whether the line is a frame, or speaks of frames. */
  #readFrame(body: string, indent: number): boolean {
    const frame = this.#parseFrame(body, indent);
    if (frame === undefined) return this.#readFrameNote(body);
    const top = this.#top;
    // Behind the brace that opens the properties, it is a frame of an error that is the value of some property.
    if (top.state !== 'head' && top.state !== 'frames') return true;
    if (top.exception.frames.length < MAX_STACK_FRAMES) top.exception.frames.push(frame);
    else top.exception.truncated++;
    top.state = body.endsWith(' {') ? 'properties' : 'frames';
    if (body.endsWith(',')) this.#pop();
    return true;
  }

  /** Whether the line tells how many frames were left out, or where a frame is in the source. */
  #readFrameNote(body: string): boolean {
    const { state, exception } = this.#top;
    const omitted = /^\.\.\. (\d{1,9}) /.exec(body)?.[1];
    if (state !== 'frames' || (omitted === undefined && !body.startsWith('-> '))) return false;
    if (omitted !== undefined) exception.truncated += Number(omitted);
    else if (exception.truncated === 0)
      exception.frames.push({ label: exception.frames.pop()?.label ?? '', ...parseLocation(body.slice(3).trim()) });
    return true;
  }

  /** Whether the line names a cause, or looks as if it did. */
  #readMarker(body: string, indent: number): boolean {
    const [, name = '', value = ''] = MARKER.exec(body) ?? [];
    const key = name.toLowerCase();
    // In a message, `cause: …` may mean anything; the other spellings hardly.
    if (key === '' || (this.#top.state === 'head' && (key === 'cause' || key === 'errors'))) return false;
    const isChain = key === 'caused by' || indent <= this.#root.indent;
    while (this.#open.length > 1 && (isChain ? this.#top.indent > indent : this.#top.indent >= indent)) this.#pop();
    const owner = this.#top;
    if (owner.state === 'properties') owner.propertyIndent ??= indent;
    const isDeeper = owner.state === 'properties' && owner.propertyIndent !== indent;
    if (isDeeper || owner.state === 'list') return true;
    if (owner.state === 'head') owner.state = 'frames';
    if (key.includes('errors')) this.#openList(owner.exception, value.trim(), indent);
    else this.#openException(owner.exception, value.trim(), indent);
    return true;
  }

  /** A line that is neither a frame nor a marker nor a closing bracket. */
  #readText(body: string, indent: number): void {
    const top = this.#top;
    if (top.state === 'properties') top.propertyIndent ??= indent;
    if (top.state === 'head') {
      top.head.push(body);
      if (isBracketedError(top.head[0] ?? '')) this.#endBracketed(top);
      return;
    }
    if (top.state === 'frames' && this.#open.at(-2)?.state === 'list' && indent <= top.indent) this.#pop();
    if (this.#top.state === 'list' && body !== '') this.#openException(this.#top.exception, body, indent);
  }

  #readValue(body: string, isEnd: boolean): void {
    this.#top.head.push(body);
    if (isEnd) this.#pop();
  }

  #openList(owner: Exception, value: string, indent: number): void {
    if (value === '[') {
      this.#open.push({ ...openSection('list', indent, ''), exception: owner });
      return;
    }
    // Errors without stack, all in one line: `[ [Error: a], [Error: b] ]`.
    const items = value.replace(/^\[ | \],?$/g, '').split(/(?<=\]), (?=\[)/);
    for (const item of items) if (isBracketedError(item)) this.#openException(owner, item, indent);
  }

  #openException(parent: Exception, text: string, indent: number): void {
    const value = text.replace(/^<ref \*\d+> /, '');
    // None, or the exception itself.
    if (/^(?:undefined|null|\[Circular \*\d+\]),?$/.test(value)) return;
    const section = openSection(isPlainValue(value) ? 'value' : 'head', indent, value);
    if (this.#open.length <= MAX_CAUSE_DEPTH && this.#causes < MAX_CAUSES) {
      this.#causes++;
      parent.causes.push(section.exception);
    }
    this.#open.push(section);
    if (isBracketedError(value)) this.#endBracketed(section);
    else if (
      section.state === 'value' ? !/[{[]$/.test(value) : value.endsWith(',') && this.#open.at(-2)?.state === 'list'
    )
      this.#pop();
  }

  /** Ends the message of an error that is shown in brackets, where it ends in this line. */
  #endBracketed(section: Section): void {
    const last = section.head.at(-1) ?? '';
    if (unwrapBracketed(last) === undefined) return;
    section.head = [unwrapBracketed(section.head.join('\n')) ?? ''];
    if (last.endsWith('] {')) section.state = 'properties';
    else this.#pop();
  }

  /** Closes what a bracket at this indentation closes. */
  #close(indent: number): void {
    while (this.#open.length > 1 && this.#top.indent >= indent) this.#pop();
    if (this.#top === this.#root && indent <= this.#root.indent) this.#root.state = 'closed';
  }

  #pop(): void {
    if (this.#open.length === 1) return;
    const section = this.#open.pop();
    if (section === undefined || section.state === 'list') return;
    const { state, exception, head } = section;
    if (state === 'value') exception.message = unquote(head.join(' ').replace(/,$/, ''));
    else Object.assign(exception, parseErrorHead(head.join('\n').trim().replace(/,$/, '')));
  }
}

function openSection(state: Section['state'], indent: number, head: string): Section {
  return { state, indent, head: [head], exception: { type: '', message: '', frames: [], truncated: 0, causes: [] } };
}

/** A text without the quotes that `inspect` puts around it. */
function unquote(value: string): string {
  const quote = value[0] ?? '';
  return value.length > 1 && `'"\``.includes(quote) && value.endsWith(quote) ? value.slice(1, -1) : value;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
