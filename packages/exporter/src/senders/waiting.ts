/**
 * Bytes that may wait: for the socket to open, for the kernel to take them, for a stream that is slower than the app. What comes on
 * top fails at once.
 */
export const MAX_WAITING_BYTES: number = 16 * 1024 * 1024;

/** How long `forceFlush` and `shutdown` wait for what takes nothing. */
export const FLUSH_DEADLINE_MILLIS = 5_000;

/** Whether so many bytes are too many, beside those that wait. A single burst of more than the limit may go where nothing else waits. */
export function areTooMany(bytes: number, waitingBytes: number): boolean {
  return waitingBytes > 0 && waitingBytes + bytes > MAX_WAITING_BYTES;
}
