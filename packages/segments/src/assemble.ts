import type { SegmentDocument, Subsegment } from './document.ts';
import { foldAttempts } from './fold.ts';
import { serviceIdOf } from './ids.ts';
import { byStart, byStartTime, type Node } from './node.ts';

/** How documents of one batch are put together. */
export interface AssembleOptions {
  /**
   * Puts children into their parent's document. Without it, one document per span.
   *
   * @default true
   */
  readonly nesting?: boolean | undefined;
}

/** A batch put together, and how many of its documents are no longer there by themselves. */
export interface Assembly {
  readonly documents: SegmentDocument[];
  /** Attempts of AWS SDK calls that became part of their call. */
  readonly folded: number;
  /** Documents that gave way to another of the same id. */
  readonly replaced: number;
}

/**
 * Puts what belongs together into one document: each subsegment whose parent is in the batch goes into that parent, so that a
 * whole invocation is one datagram.
 *
 * A segment stays a document of its own, also with its parent in the batch; so does a subsegment whose parent is elsewhere.
 * Siblings stand in the order in which they started. Of a span that comes twice the finished document stays, of two finished ones
 * the later, and the service's segment that came with another goes with it. Parents that lead in a circle are not followed. The order
 * is that of the input. Never throws; changes no input.
 *
 * @example
 * assemble([call, invocation]); // [{ …invocation, subsegments: [call] }]
 */
export function assemble(documents: readonly SegmentDocument[], options: AssembleOptions = {}): SegmentDocument[] {
  return assembleBatch(documents, options).documents;
}

/** {@link assemble}, with the count of what was put away. */
export function assembleBatch(
  documents: readonly SegmentDocument[],
  { nesting = true }: AssembleOptions = {},
): Assembly {
  const { nodes, replaced } = toNodes(documents);
  const folded = foldAttempts(nodes);
  const kept = folded.size === 0 ? nodes : nodes.filter((node) => !folded.has(node));
  if (!nesting) {
    return { documents: kept.map((node) => withoutDoubledNode(node.document, node)), folded: folded.size, replaced };
  }
  const roots = kept.filter((node) => node.parent === undefined);
  return { documents: roots.map(toDocument), folded: folded.size, replaced };
}

function toNodes(documents: readonly SegmentDocument[]): Pick<Assembly, 'replaced'> & { nodes: readonly Node[] } {
  if (documents.length === 1) return { nodes: documents.map(toNode), replaced: 0 };
  const keyOf = createKeys(documents);
  const byKey = new Map<string, Node>();
  const nodes: Node[] = [];
  const losers: SegmentDocument[] = [];
  for (const document of documents) {
    const key = keyOf(document.trace_id, document.id);
    const known = byKey.get(key);
    if (known === undefined) {
      const node = toNode(document);
      byKey.set(key, node);
      nodes.push(node);
    } else if (known.document.in_progress === true || document.in_progress !== true) {
      losers.push(known.document);
      known.document = document;
    } else losers.push(document);
  }
  const kept = losers.length === 0 ? nodes : withoutDeserted(nodes, losers, byKey, keyOf);
  connect(kept, byKey, keyOf);
  return { nodes: kept, replaced: losers.length };
}

/**
 * A call that no other span stands around brings a segment of the service along. Where the same span stays as something else, that
 * segment would be a service that did nothing.
 */
function withoutDeserted(
  nodes: readonly Node[],
  losers: readonly SegmentDocument[],
  byKey: Map<string, Node>,
  keyOf: KeyOf,
): readonly Node[] {
  const deserted = new Set<Node>();
  for (const { id, trace_id: traceId, parent_id: segmentId } of losers) {
    const winner = byKey.get(keyOf(traceId, id))?.document;
    if (segmentId === undefined || segmentId === winner?.parent_id || segmentId !== serviceIdOf(traceId, id)) continue;
    const segment = byKey.get(keyOf(traceId, segmentId));
    if (segment !== undefined) deserted.add(segment);
    byKey.delete(keyOf(traceId, segmentId));
  }
  return deserted.size === 0 ? nodes : nodes.filter((node) => !deserted.has(node));
}

function toNode(document: SegmentDocument): Node {
  return { document, parent: undefined, children: [], built: undefined };
}

type KeyOf = (traceId: string, id: string) => string;

/** Ids are unique in their trace: where all are of one, as mostly, they need no trace before them. */
function createKeys(documents: readonly SegmentDocument[]): KeyOf {
  const traceId = documents[0]?.trace_id;
  return documents.every((document) => document.trace_id === traceId) ? idAlone : idInTrace;
}

function idAlone(_traceId: string, id: string): string {
  return id;
}

function idInTrace(traceId: string, id: string): string {
  return traceId + id;
}

function connect(nodes: readonly Node[], byKey: ReadonlyMap<string, Node>, keyOf: KeyOf): void {
  let isUpwards = true;
  for (const node of nodes) {
    const { parent_id: parentId, trace_id: traceId, type } = node.document;
    if (parentId === undefined || type !== 'subsegment') continue;
    const parent = byKey.get(keyOf(traceId, parentId));
    if (parent === undefined || parent === node) continue;
    node.parent = parent;
    isUpwards &&= parent.parent === undefined;
  }
  // Where no parent had a parent of its own yet, no way can lead back.
  if (!isUpwards) {
    const cleared = new Set<Node>();
    for (const node of nodes) cutCircle(node, cleared);
  }
  for (const node of nodes) node.parent?.children.push(node);
  for (const { children } of nodes) if (!isInOrder(children)) children.sort(byStart);
}

/** Children mostly come in the order in which they started, and sorting costs more than all else here. */
function isInOrder(nodes: readonly Node[]): boolean {
  for (let index = 1; index < nodes.length; index++)
    if (byStart(nodes[index - 1] as Node, nodes[index] as Node) > 0) return false;
  return true;
}

/** Follows the parents up; where the way comes back to where it has just been, that parent is left outside. */
function cutCircle(start: Node, cleared: Set<Node>): void {
  const way = new Set<Node>();
  for (let node = start; node.parent !== undefined && !cleared.has(node); node = node.parent) {
    way.add(node);
    if (way.has(node.parent)) {
      node.parent = undefined;
      break;
    }
  }
  for (const node of way) cleared.add(node);
}

function toDocument(root: Node): SegmentDocument {
  return root.children.length === 0 ? root.document : withChildren(root);
}

// Trees may be thousands of spans deep: built from the leaves up, not by recursion.
function withChildren(root: Node): SegmentDocument {
  const order: Node[] = [root];
  for (const node of order) for (const child of node.children) order.push(child);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i] as Node;
    if (node.children.length > 0) node.built = withSubsegments(node);
  }
  return root.built ?? root.document;
}

function withSubsegments(node: Node): SegmentDocument {
  const document = { ...withoutDoubledNode(node.document, node) };
  const below = node.children.map((child) => embed(child.built ?? child.document, node.document));
  const known = document.subsegments;
  document.subsegments = known === undefined ? below : [...known, ...below].sort(byStartTime);
  return document;
}

/** A wrapper around the very same call (a query builder over its driver) would count each call twice on the callee's node. */
function withoutDoubledNode(document: SegmentDocument, { children }: Node): SegmentDocument {
  if (document.namespace !== 'remote' || !children.some((child) => isSameCall(document, child.document)))
    return document;
  const { namespace: _, ...rest } = document;
  return rest;
}

/** A query below a query, or a request below one of the same URL, to the same callee. */
function isSameCall(outer: SegmentDocument, inner: SegmentDocument): boolean {
  if (inner.namespace !== 'remote' || inner.name !== outer.name) return false;
  const url = outer.http?.request?.url;
  return (
    (outer.sql !== undefined && inner.sql !== undefined) || (url !== undefined && url === inner.http?.request?.url)
  );
}

/** Members of the place it runs in: the same for parent and child of one process, and X-Ray reads them off the segment. */
const SHARED_AWS = new Set(['account_id', 'xray', 'cloudwatch_logs', 'ec2', 'ecs', 'eks', 'elastic_beanstalk']);

/** The child without what its parent says already. */
function embed(child: SegmentDocument, parent: SegmentDocument): Subsegment {
  const embedded: Record<string, unknown> = {};
  for (const member in child) {
    const value = child[member as keyof SegmentDocument];
    const own = isRedundant(member, value, parent)
      ? undefined
      : member === 'aws'
        ? withoutShared(child, parent)
        : value;
    if (own !== undefined) embedded[member] = own;
  }
  return embedded as unknown as Subsegment;
}

function isRedundant(member: string, value: unknown, parent: SegmentDocument): boolean {
  switch (member) {
    case 'trace_id':
    case 'parent_id':
    case 'type':
      return true;
    case 'origin':
      return value === parent.origin;
    case 'service':
      return (value as SegmentDocument['service'])?.version === parent.service?.version;
    default:
      return false;
  }
}

function withoutShared(
  { aws: child = {} }: SegmentDocument,
  { aws: parent = {} }: SegmentDocument,
): SegmentDocument['aws'] {
  let own: Record<string, unknown> | undefined;
  for (const member in child) {
    const key = member as keyof typeof child;
    if (SHARED_AWS.has(member) && child[key] === parent[key]) continue;
    own ??= {};
    own[member] = child[key];
  }
  return own as SegmentDocument['aws'];
}
