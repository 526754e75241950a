/** One way of doing the whole workload once. */
export interface Variant {
  readonly name: string;
  /** The variant that this one is compared with, by its name; its own name where it is the floor itself. */
  readonly floor: string;
  /** Gives the bytes and the documents that came out. */
  run(): { readonly bytes: number; readonly documents: number };
}

/** What a variant took and gave, for each span of the workload. */
export interface Measurement {
  readonly name: string;
  readonly minMicros: number;
  readonly medianMicros: number;
  /** Minimum over the floor's minimum. */
  readonly timesFloor: number;
  readonly bytes: number;
  readonly documents: number;
}

/** How often, and over how many spans. */
export interface MeasureOptions {
  readonly spans: number;
  readonly warmUpRounds: number;
  readonly rounds: number;
}

/**
 * Runs the variants in turn, round after round, forwards and backwards: what disturbs one disturbs all. The minimum is the
 * estimate of the true cost, since everything else on the machine only adds; the median is what this machine gave.
 */
export function measure(
  variants: readonly Variant[],
  { spans, warmUpRounds, rounds }: MeasureOptions,
): readonly Measurement[] {
  const micros = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
      // With --expose-gc: what one variant left behind is not cleaned up in the time of the next.
      globalThis.gc?.();
      const startedAt = performance.now();
      variant.run();
      const perSpan = ((performance.now() - startedAt) * 1000) / spans;
      if (round >= 0) micros.get(variant.name)?.push(perSpan);
    }
  }
  const minOf = (name: string): number => Math.min(...(micros.get(name) ?? []));
  return variants.map(({ name, floor, run }) => {
    const { bytes, documents } = run();
    return {
      name,
      minMicros: minOf(name),
      medianMicros: medianOf(micros.get(name) ?? []),
      timesFloor: minOf(name) / minOf(floor),
      bytes: bytes / spans,
      documents: documents / spans,
    };
  });
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
