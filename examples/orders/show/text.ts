import { styleText } from 'node:util';
import type { SegmentDocument, Subsegment } from '@otel-xray/segments';
import { describeDuration, describeExceptions, describeWork, toOutcome, type Outcome } from './describe.ts';
import { toTrees, type TreeNode } from './tree.ts';

export interface ShowOptions {
  /** Whether the text goes to a terminal that shows colours. */
  readonly colors: boolean;
  /** Absolute; files below it are named relative to it. */
  readonly baseFolder: string;
}

type Format = Parameters<typeof styleText>[0];

/** How text is coloured, if at all, and files are named. */
interface Style {
  readonly paint: (format: Format, text: string) => string;
  readonly baseFolder: string;
}

const OUTCOME_FORMATS: Readonly<Record<Outcome, Format>> = {
  ok: 'green',
  error: 'yellow',
  'error, throttle': 'magenta',
  fault: 'red',
  'in progress': 'blue',
};

/** The documents of one trace as a person would want to read them: a tree, with lines joined by line feeds. */
export function showTrace(documents: readonly SegmentDocument[], { colors, baseFolder }: ShowOptions): string {
  const paint: Style['paint'] = (format, text) =>
    colors && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return toTrees(documents)
    .flatMap((tree) => showTop(tree, { paint, baseFolder }))
    .join('\n');
}

function showTop(tree: TreeNode, style: Style): string[] {
  if (tree.missingParentId === undefined) return showNode(tree, style);
  const above = style.paint('dim', `Lambda's own segment ${tree.missingParentId}, which Lambda sends`);
  return [above, ...showChildren([tree], style)];
}

function showNode({ document, children }: TreeNode, style: Style): string[] {
  const outcome = toOutcome(document);
  const parts = [
    style.paint('bold', document.name),
    describeWork(document),
    style.paint(OUTCOME_FORMATS[outcome], outcome),
    style.paint('dim', describeDuration(document)),
  ];
  const guide = children.length === 0 ? '   ' : '│  ';
  const details = showDetails(document, style).map((line) => guide + line);
  return [parts.filter(Boolean).join('  '), ...details, ...showChildren(children, style)];
}

function showChildren(children: readonly TreeNode[], style: Style): string[] {
  return children.flatMap((child, index) => {
    const isLast = index === children.length - 1;
    const [first = '', ...more] = showNode(child, style);
    return [`${isLast ? '└─ ' : '├─ '}${first}`, ...more.map((line) => `${isLast ? '   ' : '│  '}${line}`)];
  });
}

function showDetails(document: Subsegment, style: Style): string[] {
  const annotations = Object.entries(document.annotations ?? {}).map(([key, value]) => `${key} = ${String(value)}`);
  const links = (document.links ?? []).map(({ trace_id, id }) => `linked to ${id} of trace ${trace_id}`);
  return [
    ...annotations.map((line) => style.paint('cyan', line)),
    ...links.map((line) => style.paint('blue', line)),
    ...describeExceptions(document, style.baseFolder).map((line) => style.paint('red', line)),
  ];
}
