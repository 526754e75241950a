import { describe, expect, it } from 'vitest';
import { BackOff } from '../../src/senders/back-off.ts';

describe('BackOff', () => {
  it('waits twice as long after each failure, a minute at most', () => {
    let nowMillis = 0;
    const backOff = new BackOff(() => nowMillis);
    for (const waitSeconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const error = new Error(`before ${waitSeconds} s`);
      backOff.fail(error);
      nowMillis += waitSeconds * 1_000 - 1;
      expect(backOff.error).toBe(error);
      nowMillis += 1;
      expect(backOff.error).toBeUndefined();
    }
  });

  it('begins anew after a success', () => {
    let nowMillis = 0;
    const backOff = new BackOff(() => nowMillis);
    for (let i = 0; i < 5; i++) backOff.fail(new Error('again'));
    backOff.succeed();
    expect(backOff.error).toBeUndefined();
    backOff.fail(new Error('once more'));
    nowMillis = 1_000;
    expect(backOff.error).toBeUndefined();
  });
});
