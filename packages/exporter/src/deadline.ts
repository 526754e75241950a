import { XRayExportError } from './errors.ts';

/** A wait that took too long. */
export class DeadlineError extends XRayExportError {
  override readonly name = 'DeadlineError';
}

/** The time is counted in pieces, so that a process that was frozen has missed one of them, however long it was. */
const PIECES = 4;

/**
 * Settles as `promise` does, or rejects with a `DeadlineError` after `limitMillis`. The timer does not keep the process
 * alive. What `promise` does after the deadline is heard and forgotten: its rejection is no unhandled one.
 *
 * Time in which the process did not run (a frozen Lambda sandbox, a blocked event loop) counts as a quarter of the limit
 * at most: what was under way then still has its chance.
 *
 * @param what - the thing waited for, as the message names it: `the sender`.
 */
export function withDeadline<T>(promise: Promise<T>, limitMillis: number, what: string): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let piecesLeft = PIECES;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      timer = setTimeout(() => {
        piecesLeft -= 1;
        if (piecesLeft > 0) wait();
        else reject(new DeadlineError(`${what} did not answer within ${limitMillis} ms`));
      }, limitMillis / PIECES).unref();
    };
    wait();
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
