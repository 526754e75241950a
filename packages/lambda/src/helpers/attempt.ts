import { tellOnce } from './tell-once.ts';

/** What `work` gives; `undefined` where it throws, and then `message` is said once, with what was thrown. Never throws. */
export function attempt<Value>(message: string, work: () => Value): Value | undefined {
  try {
    return work();
  } catch (error) {
    tellOnce('warn', message, describe(error));
    return undefined;
  }
}

/** Thrown objects may be of the app's own making, which no text can be made of. */
function describe(error: unknown): string {
  try {
    return String(error);
  } catch {
    return typeof error;
  }
}
