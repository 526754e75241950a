/** One expected segment or subsegment, read from an object or from text. */
export interface ExpectedNode {
  /** What the document must hold, without `subsegments`. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly children: ExpectedChildren;
}

/** What is expected side by side. */
export interface ExpectedChildren {
  readonly nodes: readonly ExpectedNode[];
  /** Whether there may be others. */
  readonly more: boolean;
}

/** Stands among children for any number of others: `'…'`, or `'...'` for those whose keyboard has none. */
export const MORE: readonly string[] = ['…', '...'];
