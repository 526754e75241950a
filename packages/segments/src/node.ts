import type { SegmentDocument } from './document.ts';

/** A document on its way into the tree. */
export interface Node {
  document: SegmentDocument;
  parent: Node | undefined;
  children: Node[];
  /** The document with what stands below it. */
  built: SegmentDocument | undefined;
}
