import { XRayExportError } from './errors.ts';

/** A wait that took too long. */
export class DeadlineError extends XRayExportError {
  override readonly name = 'DeadlineError';
}

/**
 * Settles as `promise` does, or rejects with a `DeadlineError` after `limitMillis`. The timer does not keep the process
 * alive. What `promise` does after the deadline is heard and forgotten: its rejection is no unhandled one.
 *
 * @param what - the thing waited for, as the message names it: `the sender`.
 */
export function withDeadline<T>(promise: Promise<T>, limitMillis: number, what: string): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new DeadlineError(`${what} did not answer within ${limitMillis} ms`));
    }, limitMillis).unref();
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
