import { toXRayTraceId, type SegmentDocument, type Subsegment } from '@otel-xray/segments';

/** The X-Ray form of a trace id in either form; a text that is neither comes back as it is, and matches no document. */
export function normalizeTraceId(traceId: string): string {
  return toXRayTraceId(traceId) ?? traceId;
}

/**
 * Whether the documents are the whole trace, as far as that can be seen: a segment, or the subsegment below
 * `rootParentId`, has ended, and every subsegment's parent is there.
 *
 * @param rootParentId - a parent that sends nothing here: in Lambda, `Parent` of the trace header.
 */
export function isComplete(documents: readonly SegmentDocument[], rootParentId?: string): boolean {
  const ids = new Set(documents.flatMap(idsWithin));
  const roots = documents.filter((document) => isRoot(document, rootParentId));
  const ended = new Set(documents.filter(hasEnded).map((document) => document.id));
  const orphans = documents.filter((document) => !isRoot(document, rootParentId) && !ids.has(document.parent_id ?? ''));
  return roots.length > 0 && roots.every((root) => ended.has(root.id)) && orphans.length === 0;
}

/**
 * Whether nothing but subsegments of one unseen parent tops the trace, so that the documents cannot tell if more are
 * to come: a first child looks like the only child of Lambda's own segment.
 */
export function isRootless(documents: readonly SegmentDocument[]): boolean {
  return documents.length > 0 && documents.every((document) => !isRoot(document, undefined));
}

/** One line for people: name, id, parent, and what stands out. */
export function describeDocument(document: SegmentDocument): string {
  const kind = document.type ?? 'segment';
  const parent = document.parent_id === undefined ? 'no parent' : `parent ${document.parent_id}`;
  return `${kind} "${document.name}" ${document.id}, ${parent}${hasEnded(document) ? '' : ', in progress'}`;
}

function isRoot(document: SegmentDocument, rootParentId: string | undefined): boolean {
  // A segment whose parent is another service's is a root here: that service need not report to this daemon.
  if (document.type !== 'subsegment') return true;
  return rootParentId !== undefined && document.parent_id === rootParentId;
}

function hasEnded(document: SegmentDocument): boolean {
  return document.end_time !== undefined;
}

function idsWithin(document: SegmentDocument | Subsegment): string[] {
  // What arrives is whatever somebody sent: the types are what it should be, not what it is.
  const nested: unknown = document.subsegments;
  return [document.id, ...(Array.isArray(nested) ? nested.filter(Boolean).flatMap(idsWithin) : [])];
}
