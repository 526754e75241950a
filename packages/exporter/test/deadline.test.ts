import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deadline, DeadlineError, withDeadline } from '../src/deadline.ts';

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

describe('Deadline', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('gives waits that follow each other one time together', async () => {
    const deadline = new Deadline(1_000);
    await vi.advanceTimersByTimeAsync(600);
    await expect(deadline.wait(Promise.resolve(7), 'the first')).resolves.toBe(7);
    const outcome = expect(deadline.wait(new Promise(() => {}), 'the second')).rejects.toThrow(
      new DeadlineError('the second did not answer within 1000 ms'),
    );
    await vi.advanceTimersByTimeAsync(400);
    await outcome;
  });

  it('rejects every wait at the end of its time, and those that begin later', async () => {
    const deadline = new Deadline(1_000);
    const never = new Promise<never>(() => {});
    const outcomes = Promise.allSettled([deadline.wait(never, 'one'), deadline.wait(never, 'two')]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(deadline.wait(never, 'the third')).rejects.toThrow(DeadlineError);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stops its timer at its end', () => {
    new Deadline(1_000).end();
    expect(vi.getTimerCount()).toBe(0);
  });
});
