/** Watches one invocation's time. Must be stopped. */
export interface DeadlineGuard {
  stop(): void;
}

/** When the guard is to act, and how. */
export interface DeadlineOptions {
  /** What `getRemainingTimeInMillis` said when the invocation started. */
  readonly remainingMillis: number | undefined;
  /** How long before the time-out `act` is called; 0 never. */
  readonly marginMillis: number;
  readonly act: (remainingMillis: number) => void;
}

/** Timers cannot wait longer; no function of Lambda's runs that long. */
const MAX_TIMER_MILLIS = 2 ** 31 - 1;

/**
 * Calls `act` shortly before the time-out unless it is stopped before. A function whose whole time is less than twice the
 * margin is watched from half of its time on. The timer keeps no process alive.
 */
export function guardDeadline({ remainingMillis, marginMillis, act }: DeadlineOptions): DeadlineGuard {
  if (marginMillis === 0 || remainingMillis === undefined || !(remainingMillis > 0)) return { stop: () => undefined };
  const margin = Math.min(marginMillis, remainingMillis / 2);
  const timer = setTimeout(() => act(Math.round(margin)), Math.min(remainingMillis - margin, MAX_TIMER_MILLIS));
  timer.unref();
  return { stop: () => clearTimeout(timer) };
}
