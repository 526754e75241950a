import { type ExpectedChildren, type ExpectedNode, MORE } from './expected-node.ts';
import { isObject } from './partial.ts';

const FLAGS = ['fault', 'error', 'throttle', 'in_progress'];

// One word of a line: a text in quotes, or anything up to a space, in which quoted parts may stand (`annotations."a b"="c d"`).
const WORD = /(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g;
const QUOTED = /^"(?:[^"\\]|\\.)*"$/;
const ASSIGNMENT = /^((?:"(?:[^"\\]|\\.)*"|[^="])+)=(.*)$/s;
const PATH_PART = /"(?:[^"\\]|\\.)*"|[^."]+/g;

/** A name that needs no quotes. */
const BARE_NAME = /^[^\s"=#.!*…][^\s"=]*$/;

interface OpenNode {
  readonly indent: number;
  readonly members: Record<string, unknown>;
  readonly children: OpenNode[];
  more: boolean;
}

/**
 * Reads the text form of a trace: a line a node, indented below its parent.
 *
 * ```text
 * orders http.response.status=500 fault
 *   DynamoDB aws.operation=PutItem !error
 *   "GET /prices" annotations.tier="gold"
 *     …
 * ```
 *
 * A line begins with the name (in quotes, as JSON, where it has spaces; `*` for any), and goes on with flags (`fault`, `error`,
 * `throttle`, `in_progress`; `!fault` where it must be absent) and with members, `path=value`: a value that is JSON is that value,
 * any other word is a text; `path=*` is any value, `!path` none. A line that begins with a dot adds members to the node above it,
 * `…` (or `...`) allows more children, `#` begins a comment.
 *
 * @throws TypeError for a line that cannot be read.
 */
export function parseTree(text: string): ExpectedChildren {
  const top: OpenNode = { indent: -1, members: {}, children: [], more: false };
  const open = [top];
  for (const line of text.split('\n')) {
    const words = line.match(WORD) ?? [];
    const [first] = words;
    if (first === undefined || first.startsWith('#')) continue;
    const indent = line.length - line.trimStart().length;
    while ((open.at(-1) as OpenNode).indent >= indent) open.pop();
    const parent = open.at(-1) as OpenNode;
    if (MORE.includes(line.trim())) parent.more = true;
    else if (first.startsWith('.')) addMember(owner(parent, top, line), line.trim().slice(1), line);
    else open.push(addNode(parent, { words, indent, line }));
  }
  return close(top);
}

/** Whether a name can stand in the text form without quotes. */
export function isBareName(name: string): boolean {
  return BARE_NAME.test(name) && !MORE.includes(name);
}

/** A member's path in the text form: `metadata.default."http.route"`. */
export function formatPath(path: readonly string[]): string {
  return path.map((part) => (/^[\w-]+$/.test(part) ? part : JSON.stringify(part))).join('.');
}

function owner(parent: OpenNode, top: OpenNode, line: string): OpenNode {
  if (parent === top) throw new TypeError(`expected a name above "${line.trim()}"`);
  return parent;
}

function addNode(
  parent: OpenNode,
  { words, indent, line }: { words: readonly string[]; indent: number; line: string },
): OpenNode {
  const [name = '', ...rest] = words;
  const node: OpenNode = { indent, members: {}, children: [], more: false };
  if (name !== '*') node.members['name'] = QUOTED.test(name) ? (JSON.parse(name) as string) : name;
  for (const word of rest) addMember(node, word, line);
  parent.children.push(node);
  return node;
}

function addMember(node: OpenNode, word: string, line: string): void {
  const [, path, value] = ASSIGNMENT.exec(word) ?? [];
  if (path !== undefined && value !== undefined) return setMember(node.members, toPath(path), parseValue(value.trim()));
  const isAbsent = word.startsWith('!');
  const name = isAbsent ? word.slice(1) : word;
  if (!isAbsent && !FLAGS.includes(name)) {
    throw new TypeError(`expected a flag (${FLAGS.join(', ')}) or path=value, found "${word}" in "${line.trim()}"`);
  }
  setMember(node.members, toPath(name), isAbsent ? undefined : true);
}

function toPath(text: string): readonly string[] {
  const parts = text.trim().match(PATH_PART) ?? [];
  return parts.map((part) => (QUOTED.test(part) ? (JSON.parse(part) as string) : part));
}

function parseValue(text: string): unknown {
  if (text === '*') return anything;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A word is a text: quotes are for those with spaces, and for "1" and "true".
    return text;
  }
}

/** Matches any value that is there, as `expect.anything()` does. */
const anything = {
  asymmetricMatch: (value: unknown): boolean => value !== undefined && value !== null,
  toString: (): string => '*',
};

function setMember(members: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = members;
  for (const key of path.slice(0, -1)) {
    if (!isObject(at[key])) at[key] = {};
    at = at[key] as Record<string, unknown>;
  }
  at[path.at(-1) ?? ''] = value;
}

function close(node: OpenNode): ExpectedChildren {
  return {
    nodes: node.children.map((child): ExpectedNode => ({ members: child.members, children: close(child) })),
    more: node.more,
  };
}
