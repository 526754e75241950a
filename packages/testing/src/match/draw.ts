import type { TraceNode } from '../trace-tree.ts';
import type { ComparedNode } from './compare.ts';
import type { ExpectedNode } from './expected-node.ts';
import { isAsymmetricMatcher, isObject, type Mismatch, showValue } from './partial.ts';
import { formatPath, isBareName } from './tree-text.ts';

const FLAGS = ['fault', 'error', 'throttle', 'in_progress'];
const MAX_LABEL_CHARS = 64;

interface Line {
  readonly mark: ' ' | '≠' | '-' | '+';
  readonly left: string;
  readonly right: string;
  readonly isFirst: boolean;
}

/** Both trees side by side, with a mark before each line that differs; the first of those is pointed at. */
export function drawBoth(compared: readonly ComparedNode[]): string {
  const first = findFirst(compared)?.node;
  const lines = compared.flatMap((node) => toLines(node, { depth: 0, first }));
  const width = Math.max('expected'.length, ...lines.map(({ left }) => left.length));
  const draw = ({ mark, left, right, isFirst }: Line): string =>
    `${mark} ${left.padEnd(width)}  ${right}${isFirst ? '  ← first difference' : ''}`.trimEnd();
  return [`  ${'expected'.padEnd(width)}  received`, ...lines.map(draw)].join('\n');
}

/** What the first difference is, in words: where it is in the tree, and each member that differs there. */
export function describeFirst(compared: readonly ComparedNode[]): string {
  const found = findFirst(compared);
  if (found === undefined) return '';
  const { node, path } = found;
  return [`first difference: ${path.join(' › ')}`, ...reasonsOf(node).map((reason) => `  ${reason}`)].join('\n');
}

/** Members that differ, a line each: `aws.operation: expected "PutItem", found "GetItem"`. */
export function describeMismatches(mismatches: readonly Mismatch[]): readonly string[] {
  return mismatches.map(({ path, expected, received }) => {
    const wanted = expected === undefined ? 'none' : showValue(expected);
    const place = path.length === 0 ? '' : `${formatPath(path)}: `;
    return `${place}expected ${wanted}, found ${showValue(received)}`;
  });
}

/** A node as the text form has it: name, flags and members, on one line. */
export function labelOf(members: Readonly<Record<string, unknown>>): string {
  const { name, ...rest } = members;
  const flags = FLAGS.flatMap((flag) => (rest[flag] === true ? [flag] : []));
  const others = Object.entries(rest).filter(([key, value]) => !(FLAGS.includes(key) && value === true));
  return [showName(name), ...flags, ...others.flatMap(([key, value]) => assignments([key], value))].join(' ');
}

function reasonsOf({ expected, received, mismatches }: ComparedNode): readonly string[] {
  if (received === undefined) return ['expected, and not there'];
  if (expected === undefined) return ['there, and not expected'];
  return describeMismatches(mismatches);
}

interface Found {
  readonly node: ComparedNode;
  /** The names from the top. */
  readonly path: readonly string[];
}

function findFirst(compared: readonly ComparedNode[], above: readonly string[] = []): Found | undefined {
  for (const node of compared) {
    if (node.cost === 0) continue;
    const { expected, received, mismatches } = node;
    const path = [
      ...above,
      received === undefined ? showName(expected?.members['name']) : showName(received.document.name),
    ];
    if (mismatches.length > 0 || expected === undefined || received === undefined) return { node, path };
    return findFirst(node.children, path);
  }
  return undefined;
}

function toLines(
  node: ComparedNode,
  { depth, first }: { readonly depth: number; readonly first: ComparedNode | undefined },
): readonly Line[] {
  const { expected, received, isAllowed, children } = node;
  const left = expected === undefined ? (isAllowed ? '…' : '') : labelOf(expected.members);
  const right = received === undefined ? '' : labelOf(visibleOf(received, expected));
  const place = (label: string): string => (label === '' ? '' : '  '.repeat(depth) + shorten(label));
  const own: Line = { mark: markOf(node), left: place(left), right: place(right), isFirst: node === first };
  const alone = [
    ...(received === undefined && expected !== undefined ? expectedBelow(expected, depth + 1) : []),
    ...(expected === undefined && received !== undefined ? receivedBelow(received, depth + 1, isAllowed) : []),
  ];
  return [own, ...alone, ...children.flatMap((child) => toLines(child, { depth: depth + 1, first }))];
}

function markOf({ expected, received, isAllowed, mismatches }: ComparedNode): Line['mark'] {
  if (received === undefined) return '-';
  if (expected === undefined) return isAllowed ? ' ' : '+';
  return mismatches.length > 0 ? '≠' : ' ';
}

function expectedBelow(node: ExpectedNode, depth: number): readonly Line[] {
  return node.children.nodes.flatMap((child) => [
    { mark: '-', left: '  '.repeat(depth) + shorten(labelOf(child.members)), right: '', isFirst: false } as const,
    ...expectedBelow(child, depth + 1),
  ]);
}

function receivedBelow(node: TraceNode, depth: number, isAllowed: boolean): readonly Line[] {
  return node.children.flatMap((child) => [
    {
      mark: isAllowed ? ' ' : '+',
      left: '',
      right: '  '.repeat(depth) + shorten(labelOf(visibleOf(child, undefined))),
      isFirst: false,
    } as const,
    ...receivedBelow(child, depth + 1, isAllowed),
  ]);
}

/** Of a received node: its name, its flags and what was asked for; of an unexpected one, what tells most. */
function visibleOf({ kind, document }: TraceNode, expected: ExpectedNode | undefined): Record<string, unknown> {
  const flags = Object.fromEntries(
    FLAGS.flatMap((flag) => (flag in document ? [[flag, document[flag as 'fault']]] : [])),
  );
  if (expected !== undefined) {
    return {
      name: document.name,
      ...flags,
      ...(pickAlike(expected.members, { ...document, ...(kind === 'subsegment' && { type: kind }) }) as object),
    };
  }
  const { namespace, aws, http } = document;
  const operation = aws?.operation;
  const { method, url } = http?.request ?? {};
  const told = { ...(method !== undefined && { method }), ...(url !== undefined && { url }) };
  return {
    name: document.name,
    ...flags,
    ...(namespace !== undefined && { namespace }),
    ...(operation !== undefined && { aws: { operation } }),
    ...(Object.keys(told).length > 0 && { http: { request: told } }),
  };
}

/** The part of `value` that has the shape of `pattern`. */
function pickAlike(pattern: unknown, value: unknown): unknown {
  if (!isObject(pattern) || isAsymmetricMatcher(pattern) || pattern instanceof RegExp || !isObject(value)) return value;
  const keys = Object.keys(pattern).filter((key) => value[key] !== undefined);
  return Object.fromEntries(keys.map((key) => [key, pickAlike(pattern[key], value[key])]));
}

function assignments(path: readonly string[], value: unknown): readonly string[] {
  if (value === undefined) return [`!${formatPath(path)}`];
  const isPlain = isObject(value) && !isAsymmetricMatcher(value) && !(value instanceof RegExp);
  if (isPlain) return Object.entries(value).flatMap(([key, member]) => assignments([...path, key], member));
  const isWord =
    typeof value === 'string' && /^[A-Za-z_][\w:/.-]*$/.test(value) && !['true', 'false', 'null'].includes(value);
  return [`${formatPath(path)}=${isWord ? value : showValue(value)}`];
}

function showName(name: unknown): string {
  if (name === undefined) return '*';
  return typeof name === 'string' && isBareName(name) ? name : showValue(name);
}

function shorten(label: string): string {
  return label.length <= MAX_LABEL_CHARS ? label : `${label.slice(0, MAX_LABEL_CHARS - 1)}…`;
}
