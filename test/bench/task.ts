import type { Edges } from './contestant.ts';

/** What a process of its own is asked to measure. */
export type Task = Edges &
  (
    | { readonly kind: 'throughput'; readonly row: string; readonly warmUpPasses: number; readonly passes: number }
    | { readonly kind: 'invocation'; readonly row: string; readonly invocations: number }
    | { readonly kind: 'allocation'; readonly row: string; readonly warmUpPasses: number }
    | { readonly kind: 'growth'; readonly spans: number; readonly form: GrowthForm }
  );

/** How spans are spread: all in one trace, or six to a trace in one batch. */
export type GrowthForm = 'one trace' | 'traces of 6';

/** What it found. */
export interface Findings {
  /** Of each pass, per span; or of each invocation that counts, in their order. */
  readonly micros: readonly number[];
  /** Per span. */
  readonly bytes?: number;
  /** Per span. */
  readonly datagrams?: number;
  /** The first invocation of the process. */
  readonly firstMicros?: number;
  readonly allocation?: Allocation;
}

/** Bytes allocated per span. */
export interface Allocation {
  readonly heapBytes: number;
  /** Of buffers, which are not on the heap. */
  readonly bufferBytes: number;
  /** Garbage collections meanwhile: with one or more, the figures are too small. */
  readonly collections: number;
}
