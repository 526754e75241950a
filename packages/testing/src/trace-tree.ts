import type { SegmentDocument, Subsegment } from '@otel-xray/segments';

/** A segment or subsegment with what hangs below it, whether it came inside its parent's document or in one of its own. */
export interface TraceNode {
  readonly kind: 'segment' | 'subsegment';
  /** Without what it carried inside: that is in `children`. */
  readonly document: Omit<Subsegment, 'subsegments'>;
  readonly children: readonly TraceNode[];
}

interface Entry {
  readonly kind: TraceNode['kind'];
  readonly document: Omit<Subsegment, 'subsegments'>;
  readonly parentId: string | undefined;
}

/**
 * The trees of a trace, by `parent_id` and by nesting, which come to the same: segments without a parent, and what hangs below a
 * parent that is not among the documents, are tops. Siblings stand in order of their start, then of their names.
 *
 * Of two documents with one id, the one that has ended counts, as in X-Ray. Never throws, whatever the documents hold.
 */
export function toTraceTree(documents: readonly SegmentDocument[]): readonly TraceNode[] {
  const entries = new Map<string, Entry>();
  const withoutId: Entry[] = [];
  for (const entry of documents.flatMap((document) => entriesOf(document, undefined))) {
    const { id, end_time } = entry.document;
    if (typeof id !== 'string') withoutId.push(entry);
    else if (!entries.has(id) || end_time !== undefined) entries.set(id, entry);
  }
  return grow([...entries.values(), ...withoutId], entries);
}

/** The nodes from top to bottom, each before what is below it. */
export function nodesOf(trees: readonly TraceNode[]): readonly TraceNode[] {
  return trees.flatMap((node) => [node, ...nodesOf(node.children)]);
}

function entriesOf(document: SegmentDocument | Subsegment, parentId: string | undefined): Entry[] {
  // What arrives is whatever somebody sent: the types are what it should be, not what it is.
  if (typeof document !== 'object' || document === null) return [];
  const { subsegments, ...own } = document;
  const isSubsegment = parentId !== undefined || own.type === 'subsegment';
  const entry: Entry = {
    kind: isSubsegment ? 'subsegment' : 'segment',
    document: own,
    parentId: parentId ?? own.parent_id,
  };
  const nested: unknown = subsegments;
  const below = Array.isArray(nested) ? (nested as Subsegment[]) : [];
  return [entry, ...below.flatMap((child) => entriesOf(child, own.id ?? ''))];
}

function grow(entries: readonly Entry[], byId: ReadonlyMap<string, Entry>): readonly TraceNode[] {
  const below = new Map<Entry | undefined, Entry[]>();
  for (const entry of entries) {
    const parent = isInCycle(entry, byId) ? undefined : byId.get(entry.parentId ?? '');
    const siblings = below.get(parent);
    if (siblings === undefined) below.set(parent, [entry]);
    else siblings.push(entry);
  }
  const toNodes = (parent: Entry | undefined): readonly TraceNode[] =>
    (below.get(parent) ?? [])
      .sort(compareEntries)
      .map((entry) => ({ kind: entry.kind, document: entry.document, children: toNodes(entry) }));
  return toNodes(undefined);
}

/** Whether following the parents leads back here; each member of a cycle of broken documents is then a top of its own. */
function isInCycle(entry: Entry, byId: ReadonlyMap<string, Entry>): boolean {
  const seen = new Set<Entry>();
  for (let at = byId.get(entry.parentId ?? ''); at !== undefined; at = byId.get(at.parentId ?? '')) {
    if (at === entry) return true;
    if (seen.has(at)) return false;
    seen.add(at);
  }
  return false;
}

/** Which of two started first. */
export function compareStarts(
  { document: a }: Pick<Entry, 'document'>,
  { document: b }: Pick<Entry, 'document'>,
): number {
  return startOf(a) - startOf(b) || 0;
}

function compareEntries(first: Entry, second: Entry): number {
  const byStart = compareStarts(first, second);
  if (byStart !== 0) return byStart;
  const [a, b] = [first.document, second.document];
  if (typeof a.name !== 'string' || typeof b.name !== 'string' || a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}

/** What has no time stands first. */
function startOf({ start_time: start }: Entry['document']): number {
  return typeof start === 'number' && Number.isFinite(start) ? start : 0;
}
