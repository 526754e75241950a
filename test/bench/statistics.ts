/** The middle one of the values, the upper of two; `NaN` of none. */
export function medianOf(values: readonly number[]): number {
  return percentileOf(values, 0.5);
}

/** The least value; `NaN` of none. */
export function minOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), values.length === 0 ? Number.NaN : Infinity);
}

/** The value that a share of all is below: `0.99` for the 99th percentile; `NaN` of none. */
export function percentileOf(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}
