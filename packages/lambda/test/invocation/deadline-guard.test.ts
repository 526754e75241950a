import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { guardDeadline } from '../../src/invocation/deadline-guard.ts';

describe('guardDeadline', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    { remainingMillis: 3000, marginMillis: 200, actsAfter: 2800, left: 200, why: 'the margin before the end' },
    { remainingMillis: 300, marginMillis: 200, actsAfter: 150, left: 150, why: 'half of a short time' },
  ])('acts $why', ({ remainingMillis, marginMillis, actsAfter, left }) => {
    const act = vi.fn<(millis: number) => void>();
    guardDeadline({ remainingMillis, marginMillis, act });
    vi.advanceTimersByTime(actsAfter - 1);
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(act).toHaveBeenCalledExactlyOnceWith(left);
  });

  it.each([
    { remainingMillis: 1000, marginMillis: 0, why: 'it is turned off' },
    { remainingMillis: undefined, marginMillis: 200, why: 'nobody knows the time' },
    { remainingMillis: 0, marginMillis: 200, why: 'the time is over' },
    { remainingMillis: Number.NaN, marginMillis: 200, why: 'the time is no number' },
  ])('never acts when $why', ({ remainingMillis, marginMillis }) => {
    const act = vi.fn<() => void>();
    guardDeadline({ remainingMillis, marginMillis, act }).stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not act once it was stopped', () => {
    const act = vi.fn<() => void>();
    guardDeadline({ remainingMillis: 1000, marginMillis: 200, act }).stop();
    vi.advanceTimersByTime(5000);
    expect(act).not.toHaveBeenCalled();
  });

  it('does not act at once when the time is longer than a timer can be', () => {
    const act = vi.fn<() => void>();
    guardDeadline({ remainingMillis: 1e15, marginMillis: 200, act });
    vi.advanceTimersByTime(60_000);
    expect(act).not.toHaveBeenCalled();
  });
});
