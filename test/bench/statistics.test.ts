import { describe, expect, it } from 'vitest';
import { medianOf, minOf, percentileOf } from './statistics.ts';

describe('the figures of a run', () => {
  it.each([
    { values: [3, 1, 2], min: 1, median: 2, why: 'an odd number' },
    { values: [4, 1, 3, 2], min: 1, median: 3, why: 'an even number: the upper of two' },
    { values: [10, 9, 100], min: 9, median: 10, why: 'sorted as numbers' },
    { values: [], min: Number.NaN, median: Number.NaN, why: 'none' },
  ])('of $values are $min and $median ($why)', ({ values, min, median }) => {
    expect(minOf(values)).toBe(min);
    expect(medianOf(values)).toBe(median);
  });

  it('hold the value that 99 of 100 are below', () => {
    expect(
      percentileOf(
        Array.from({ length: 100 }, (_, value) => value),
        0.99,
      ),
    ).toBe(99);
  });
});
