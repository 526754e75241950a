import { XRayExportError } from './errors.ts';

/** A wait that took too long. */
export class DeadlineError extends XRayExportError {
  override readonly name = 'DeadlineError';
}

/** The time is counted in pieces, so that a process that was frozen has missed one of them, however long it was. */
const PIECES = 4;

/**
 * One limit for waits that follow each other. It runs from the start to `end`, and its timer does not keep the process alive.
 *
 * Time in which the process did not run (a frozen Lambda sandbox, a blocked event loop) counts as a quarter of the limit
 * at most: what was under way then still has its chance.
 *
 * @example
 * const deadline = new Deadline(10_000);
 * try { await deadline.wait(sender.send(datagrams), 'the sender'); } finally { deadline.end(); }
 */
export class Deadline {
  readonly #limitMillis: number;
  readonly #waiting = new Set<() => void>();
  #piecesLeft = PIECES;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMillis: number) {
    this.#limitMillis = limitMillis;
    this.#startPiece();
  }

  /**
   * Settles as `promise` does, or rejects with a `DeadlineError` when the time is up. What `promise` does after that is
   * heard and forgotten: its rejection is no unhandled one.
   *
   * @param what - the thing waited for, as the message names it: `the sender`.
   */
  wait<T>(promise: Promise<T>, what: string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const giveUp = (): void => reject(new DeadlineError(`${what} did not answer within ${this.#limitMillis} ms`));
      if (this.#piecesLeft === 0) giveUp();
      this.#waiting.add(giveUp);
      promise.then(resolve, reject).finally(() => this.#waiting.delete(giveUp));
    });
  }

  /** Stops the timer: nothing is waited for any more. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #startPiece(): void {
    this.#timer = setTimeout(() => {
      this.#piecesLeft -= 1;
      if (this.#piecesLeft > 0) this.#startPiece();
      else for (const giveUp of this.#waiting) giveUp();
    }, this.#limitMillis / PIECES).unref();
  }
}

/** `Deadline` for a single wait. */
export function withDeadline<T>(promise: Promise<T>, limitMillis: number, what: string): Promise<T> {
  const deadline = new Deadline(limitMillis);
  return deadline.wait(promise, what).finally(() => deadline.end());
}
