import { cutDocument } from './cut.ts';
import type { SegmentDocument, Subsegment } from './document.ts';
import { MAX_DOCUMENT_BYTES } from './limits.ts';
import { jsonBytes } from './size.ts';
import type { Note } from './translation.ts';

/** Documents that fit, and notes on what was cut or could not be made to fit. */
export interface Fitting {
  /** Every one at most the limit. What was split off stands behind what it was split from. */
  readonly documents: SegmentDocument[];
  readonly notes: Note[];
}

/** A (sub)segment with its own size, without what stands below it. */
interface Piece {
  readonly own: Subsegment;
  children: Piece[];
  readonly ownBytes: number;
  /** Own bytes and those of everything that still stands below. */
  bytes: number;
  readonly parent: Piece | undefined;
}

/** What a subsegment gets when it is sent by itself: type, trace id and parent id, with their keys and commas. */
const INDEPENDENT_BYTES = ',"type":"subsegment","trace_id":"","parent_id":""'.length + 35 + 16;
/** `,"subsegments":[]` */
const LIST_BYTES = 17;

/**
 * Brings a document under the limit of a datagram, in two steps.
 *
 * First whole subtrees are split off as independent subsegments, from the leaves up and the largest first, so that few documents
 * come of it and each is as large as fits. Then a single span that is still too large is cut, in the order that the README tells,
 * with a marker or a count of what is missing. A span of which not even ids, name and times fit is dropped with a note. Linear in
 * bytes. Never throws; changes no input.
 *
 * @param maxBytes - of the JSON text in UTF-8, without the header line.
 * @example
 * fit(document).documents.map(encode); // each at most 65,507 bytes
 */
export function fit(document: SegmentDocument, maxBytes: number = MAX_DOCUMENT_BYTES): Fitting {
  const pieces = toPieces(document);
  if (bytesOf(pieces) <= maxBytes) return { documents: [document], notes: [] };
  const notes: Note[] = [];
  const documents: SegmentDocument[] = [];
  for (const piece of split(pieces, maxBytes)) {
    const independent = toDocument(piece, document);
    const fitted = piece.bytes <= limitOf(piece, maxBytes) ? independent : cutDocument(independent, maxBytes, notes);
    if (fitted !== undefined) documents.push(fitted);
  }
  return { documents, notes };
}

/** All pieces, parents before their children. Not recursive: a trace may be thousands of spans deep. */
function toPieces(document: SegmentDocument): Piece[] {
  const pieces: Piece[] = [toPiece(document, undefined)];
  const below: (readonly Subsegment[] | undefined)[] = [document.subsegments];
  for (let i = 0; i < pieces.length; i++) {
    const parent = pieces[i] as Piece;
    for (const child of below[i] ?? []) {
      const piece = toPiece(child, parent);
      parent.children.push(piece);
      pieces.push(piece);
      below.push(child.subsegments);
    }
  }
  return pieces;
}

/** Bytes of the whole: a sum, since a deep tree cannot be written at once. */
function bytesOf(pieces: readonly Piece[]): number {
  return pieces.reduce(
    (sum, { ownBytes, children }) => sum + ownBytes + (children.length === 0 ? 0 : LIST_BYTES + children.length - 1),
    0,
  );
}

function toPiece(document: Subsegment, parent: Piece | undefined): Piece {
  const own = withoutChildren(document);
  const ownBytes = jsonBytes(own);
  return { own, children: [], ownBytes, bytes: ownBytes, parent };
}

function withoutChildren(document: Subsegment): Subsegment {
  // A list without items is a member like any other.
  if (!document.subsegments?.length) return document;
  const { subsegments: _, ...own } = document;
  return own;
}

/** Leaves first: what does not fit into its parent is split off. Gives the roots of what goes out by itself, the whole's root first. */
function split(pieces: readonly Piece[], maxBytes: number): Piece[] {
  const roots: Piece[] = [];
  for (let i = pieces.length - 1; i >= 0; i--) splitOff(pieces[i] as Piece, maxBytes, roots);
  return [pieces[0] as Piece, ...roots.reverse()];
}

/** What is not the whole's root gets three members more when it goes out by itself. */
function limitOf({ parent }: Piece, maxBytes: number): number {
  return parent === undefined ? maxBytes : maxBytes - INDEPENDENT_BYTES;
}

function splitOff(piece: Piece, maxBytes: number, roots: Piece[]): void {
  if (piece.children.length === 0) return;
  piece.bytes += LIST_BYTES + piece.children.reduce((sum, child) => sum + child.bytes + 1, 0);
  const limit = limitOf(piece, maxBytes);
  if (piece.bytes <= limit) return;
  const leaving = new Set<Piece>();
  for (const child of [...piece.children].sort((a, b) => b.bytes - a.bytes)) {
    if (piece.bytes <= limit) break;
    piece.bytes -= child.bytes + 1;
    leaving.add(child);
  }
  // Not as arguments of one call: a parent may have hundreds of thousands of children.
  for (const child of [...leaving].reverse()) roots.push(child);
  piece.children = piece.children.filter((child) => !leaving.has(child));
}

/** The piece with what still stands below it, as a document that is valid alone. */
function toDocument(root: Piece, whole: SegmentDocument): SegmentDocument {
  const order: Piece[] = [root];
  for (const piece of order) for (const child of piece.children) order.push(child);
  const built = new Map<Piece, Subsegment>();
  for (const piece of order.reverse()) {
    const subsegments = piece.children.map((child) => built.get(child) as Subsegment);
    built.set(piece, subsegments.length === 0 ? piece.own : { ...piece.own, subsegments });
  }
  const document = built.get(root) as Subsegment;
  if (root.parent === undefined) return document as SegmentDocument;
  const { id, ...rest } = document;
  return { id, trace_id: whole.trace_id, ...rest, parent_id: root.parent.own.id, type: 'subsegment' };
}
