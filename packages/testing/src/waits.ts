/** What a wait knows so far: the answer, an answer unless more arrives soon, or nothing yet. */
export type Progress<T> = { readonly done: T } | { readonly settling: T } | undefined;

export interface WaitOptions<T> {
  /** Asked at once, at every arrival and at the deadline. */
  readonly check: () => Progress<T>;
  /** Milliseconds until the wait gives up. */
  readonly timeoutMillis: number;
  /** Milliseconds without an arrival after which a settling answer is the answer. */
  readonly quietMillis: number;
  /** Says what was awaited and what is there instead; asked when the wait gives up. */
  readonly describe: () => string;
}

/** The longest that a timer of Node waits: beyond, it would fire at once. */
const MAX_TIMEOUT_MILLIS = 2 ** 31 - 1;

/** A wait ended without what it waited for. The message says what arrived instead. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** The waits of one stand-in: asked again at every arrival, each ended by its answer, its deadline or `close`. */
export class Waits {
  readonly #open = new Set<Pick<Wait<unknown>, 'ask' | 'fail'>>();

  /** Resolves with what `check` says is done. Rejects with a `DeadlineError` at the deadline and at `close`. */
  async wait<T>(options: WaitOptions<T>): Promise<T> {
    const wait = new Wait(options);
    this.#open.add(wait);
    try {
      wait.ask();
      return await wait.ended;
    } finally {
      this.#open.delete(wait);
    }
  }

  /** Something arrived. */
  arrived(): void {
    for (const wait of this.#open) wait.ask();
  }

  /** Ends every open wait: nothing will arrive any more. */
  close(reason: string): void {
    for (const wait of this.#open) wait.fail(new DeadlineError(reason));
  }
}

class Wait<T> {
  readonly ended: Promise<T>;
  readonly #options: WaitOptions<T>;
  readonly #deadline: NodeJS.Timeout;
  #quiet: NodeJS.Timeout | undefined;
  #resolve!: (value: T) => void;
  #reject!: (error: unknown) => void;

  constructor(options: WaitOptions<T>) {
    this.#options = options;
    this.ended = new Promise<T>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#deadline = setTimeout(() => this.#giveUp(), Math.min(options.timeoutMillis, MAX_TIMEOUT_MILLIS));
  }

  ask(): void {
    clearTimeout(this.#quiet);
    const progress = this.#check();
    if (progress === undefined) return;
    if ('done' in progress) return this.#succeed(progress.done);
    this.#quiet = setTimeout(() => this.#succeed(progress.settling), this.#options.quietMillis);
  }

  fail(error: unknown): void {
    this.#stopTimers();
    this.#reject(error);
  }

  #giveUp(): void {
    // Arrivals that have nothing to do with this wait may have kept it from settling.
    const progress = this.#check();
    if (progress !== undefined) return this.#succeed('done' in progress ? progress.done : progress.settling);
    this.fail(new DeadlineError(`after ${this.#options.timeoutMillis} ms: ${this.#options.describe()}`));
  }

  /** A caller's predicate that throws ends its own wait, not those of others. */
  #check(): Progress<T> {
    try {
      return this.#options.check();
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  #succeed(value: T): void {
    this.#stopTimers();
    this.#resolve(value);
  }

  #stopTimers(): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#quiet);
  }
}
