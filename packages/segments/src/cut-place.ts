/** Something in a document that may be shortened or left out. */
export interface Place {
  /** Member of the document, as notes name it. */
  readonly field: string;
  /** What it takes now: of several places the longest is cut first. */
  readonly bytes: number;
  /** Makes so much room, or as much as there is to make here. Asked at most once. */
  cut(neededBytes: number): Cut;
}

/** What was done at a place. */
export interface Cut {
  readonly freedBytes: number;
  /** Members and items that are gone without a word where they stood. */
  readonly leftOut: number;
  readonly kind: 'cut' | 'dropped';
  /** How much, without "so that the document fits". */
  readonly done: string;
}

/** Bytes of the longest marker as JSON, with its key: what is no longer is not worth a marker in its place. */
export const MARKER_BYTES = 48;
