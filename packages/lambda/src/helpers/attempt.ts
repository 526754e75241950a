import { tellOnce } from './tell-once.ts';

/** What `work` gives; `undefined` where it throws, and then `message` is said once, with what was thrown. Never throws. */
export function attempt<Value>(message: string, work: () => Value): Value | undefined {
  try {
    return work();
  } catch (error) {
    tellThrown(message, error);
    return undefined;
  }
}

/** Says once that something was thrown, and what: an object of the app's own making, perhaps, which no text can be made of. */
export function tellThrown(message: string, error: unknown): void {
  let detail: string = typeof error;
  try {
    detail = String(error);
  } catch {
    // Its type is all that there is to say.
  }
  tellOnce('warn', message, detail);
}
