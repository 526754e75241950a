import type { PeerName } from './peers.ts';

/** Traces of six spans in one pass: 10,002 spans. */
export const TRACES = 1_667;

/** What came out of a pass, or of part of one. */
export interface Output {
  readonly bytes: number;
  readonly datagrams: number;
}

/** Where the receiver of the section listens. */
export interface Edges {
  readonly udpPort: number;
  readonly httpPort: number;
}

/** One way of doing something to the whole workload; a pass is made once and then run many times. */
export interface ThroughputRow {
  readonly name: string;
  create(edges: Edges): Promise<() => Output | Promise<Output>>;
}

/** One way of watching an invocation of six spans that is flushed before it answers. */
export interface InvocationRow {
  readonly name: string;
  create(edges: Edges): Promise<() => Promise<void>>;
}

/** Who takes part. What it needs beyond the workspace is loaded by its rows, in a process for each. */
export interface Contestant {
  /** The install that it needs; none for ours and the floors. */
  readonly peer?: PeerName;
  readonly throughput: readonly ThroughputRow[];
  readonly invocation: readonly InvocationRow[];
}

/** Adds up what a synchronous step makes of each item. */
export function passOver<Item>(
  items: readonly Item[],
  step: (item: Item) => { readonly length: number },
): () => Output {
  return () => {
    let bytes = 0;
    for (const item of items) bytes += step(item).length;
    return { bytes, datagrams: items.length };
  };
}

/** Lists of at most so many spans, as a batch processor hands them over. */
export function toBatches<Span>(
  traces: readonly (readonly Span[])[],
  spansPerBatch: number,
): readonly (readonly Span[])[] {
  const spans = traces.flat();
  return Array.from({ length: Math.ceil(spans.length / spansPerBatch) }, (_, index) =>
    spans.slice(index * spansPerBatch, (index + 1) * spansPerBatch),
  );
}
