const FIRST_WAIT_MILLIS = 1_000;
const LONGEST_WAIT_MILLIS = 60_000;

/** Says when to try again after failures: 1 s after the first, twice as long after each further one, at most 60 s. */
export class BackOff {
  readonly #nowMillis: () => number;
  #waitMillis = FIRST_WAIT_MILLIS;
  #untilMillis = 0;
  #error: Error | undefined;

  constructor(nowMillis: () => number) {
    this.#nowMillis = nowMillis;
  }

  /** The last failure, as long as it is too early to try again. */
  get error(): Error | undefined {
    return this.#nowMillis() < this.#untilMillis ? this.#error : undefined;
  }

  fail(error: Error): void {
    this.#error = error;
    this.#untilMillis = this.#nowMillis() + this.#waitMillis;
    this.#waitMillis = Math.min(this.#waitMillis * 2, LONGEST_WAIT_MILLIS);
  }

  succeed(): void {
    this.#error = undefined;
    this.#waitMillis = FIRST_WAIT_MILLIS;
  }
}
