import type { SegmentDocument, Subsegment } from './document.ts';

/** A document on its way into the tree. */
export interface Node {
  document: SegmentDocument;
  parent: Node | undefined;
  children: Node[];
  /** The document with what stands below it. */
  built: SegmentDocument | undefined;
}

/** The order of siblings, oldest first. */
export function byStart(a: Node, b: Node): number {
  return byStartTime(a.document, b.document);
}

/** The same for documents. */
export function byStartTime(a: Subsegment, b: Subsegment): number {
  return a.start_time - b.start_time;
}
