import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeadlineError, withDeadline } from '../src/deadline.ts';

describe('withDeadline', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('passes on what the promise resolves or rejects with, and stops its timer', async () => {
    await expect(withDeadline(Promise.resolve(7), 1_000, 'it')).resolves.toBe(7);
    await expect(withDeadline(Promise.reject(new Error('no')), 1_000, 'it')).rejects.toThrow('no');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('rejects at the deadline, and names what was waited for', async () => {
    const outcome = expect(withDeadline(new Promise(() => {}), 1_000, 'the sender')).rejects.toThrow(
      new DeadlineError('the sender did not answer within 1000 ms'),
    );
    await vi.advanceTimersByTimeAsync(1_000);
    await outcome;
  });

  it('leaves what was under way when the process froze its chance', async () => {
    vi.useRealTimers();
    // What comes in while nothing runs is read after the timers that have run out meanwhile.
    const answer = withDeadline(readFile(import.meta.filename), 200, 'the file');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
    await expect(answer).resolves.toBeInstanceOf(Buffer);
  });

  it('hears a rejection that comes after the deadline', async () => {
    let reject: (error: Error) => void = () => {};
    const promise = new Promise<never>((_resolve, rejectLater) => (reject = rejectLater));
    const outcome = expect(withDeadline(promise, 1_000, 'the sender')).rejects.toThrow(DeadlineError);
    await vi.advanceTimersByTimeAsync(1_000);
    await outcome;
    // Vitest fails the run on a rejection that nobody hears.
    reject(new Error('too late'));
    await vi.advanceTimersByTimeAsync(0);
  });
});
