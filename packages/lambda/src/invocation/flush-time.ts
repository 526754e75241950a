/** Of the time that a function has left, what the answer itself is left. */
const ANSWER_MILLIS = 50;

/** What a flush is given in any case: the way to the daemon takes about one millisecond. */
const MIN_MILLIS = 5;

/**
 * How long an answer may wait for its spans: `timeoutMillis`, but no longer than leaves time for the answer to go out.
 *
 * @param remainingMillis - until the time-out of the function; no number where that is not known.
 */
export function toFlushMillis(timeoutMillis: number, remainingMillis: number | undefined): number {
  if (remainingMillis === undefined || !Number.isFinite(remainingMillis)) return timeoutMillis;
  return Math.min(timeoutMillis, Math.max(remainingMillis - ANSWER_MILLIS, MIN_MILLIS));
}
