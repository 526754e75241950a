import { context as otelContext } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { runIn } from './invocations.ts';
import type { Invocation } from './invocations.ts';
import { isPromise } from './is-promise.ts';

/** What some runtime clients pass as the third argument. */
export type Callback = (error?: unknown, result?: unknown) => unknown;

/** One call of a handler by such a client. */
export interface CallbackCall {
  /** Calls the handler, with this callback in place of the client's. */
  readonly call: (callback: Callback) => unknown;
  readonly invocation: Invocation | undefined;
  /** The client's context object: its `succeed`, `fail` and `done` are held back too. */
  readonly context: unknown;
  readonly callback: Callback;
}

/**
 * Calls a handler that may answer in whatever way a runtime client with callbacks knows: by the callback, by `context.succeed`,
 * `fail` and `done`, by a promise, or not at all, which is an answer of `null`. None gets through before the invocation has been
 * recorded and handed over, but for that last one: the client gives it while the hand-over begins.
 *
 * What the handler returns is returned, since a promise is what such a client takes for the answer.
 *
 * @see aws-lambda-ric 3.3 (`nodejs22.x`), observed: the first answer counts; what is thrown goes to the callback; where there is
 * no answer, `null` goes out when the event loop is empty.
 */
export function runWithCallback({ call, invocation, context, callback }: CallbackCall): unknown {
  if (invocation === undefined) return call(callback);
  const answers = new HeldAnswers(invocation, callback);
  answers.holdMembers(context);
  try {
    const result = runIn(invocation, () => call(answers.callback));
    return isPromise(result) ? answers.settle(result) : result;
  } catch (error) {
    answers.callback(error);
    return undefined;
  }
}

/** The ways to answer one invocation; the first that is taken counts. */
class HeldAnswers {
  /** In place of the client's. */
  readonly callback: Callback;
  readonly #invocation: Invocation;
  readonly #clientCallback: Callback;
  /** The context that the client called in: its next invocation must not begin inside of this one. */
  readonly #outside: Context = otelContext.active();
  #isGiven = false;
  /** What the promise gave, once it is the answer: the client passes it on by a member of the context, of which it has ours. */
  #settled: { readonly name: 'succeed' | 'fail'; readonly value: unknown } | undefined;

  constructor(invocation: Invocation, callback: Callback) {
    this.#invocation = invocation;
    this.#clientCallback = callback;
    this.callback = this.#hold(callback, this.#recordOutcome);
    // Before the client's own listener, which answers `null` then.
    process.prependOnceListener('beforeExit', this.#endUnanswered);
  }

  /** Replaces those of the context object, in place: the handler may hand it on, spread it or compare it. */
  holdMembers(context: unknown): void {
    if (typeof context !== 'object' || context === null) return;
    const records = {
      succeed: (result: unknown) => this.#invocation.answer(result),
      fail: (error: unknown) => this.#invocation.fail(error),
      done: this.#recordOutcome,
    };
    for (const [name, record] of Object.entries(records)) {
      const give: unknown = Reflect.get(context, name);
      if (typeof give === 'function')
        Reflect.set(context, name, this.#hold(give.bind(context) as Callback, record, name));
    }
  }

  /** The promise for what the handler's own gives, when that is recorded. It is the answer unless one was given before. */
  async settle(result: PromiseLike<unknown>): Promise<unknown> {
    try {
      const response = await result;
      await this.#take('succeed', response);
      return response;
    } catch (error) {
      await this.#take('fail', error);
      throw error;
    }
  }

  async #take(name: 'succeed' | 'fail', value: unknown): Promise<void> {
    if (this.#isGiven) return this.#end();
    this.#isGiven = true;
    if (name === 'succeed') this.#invocation.answer(value);
    else this.#invocation.fail(value);
    await this.#end();
    this.#settled = { name, value };
  }

  #hold(give: Callback, record: (...answer: readonly unknown[]) => void, name?: string): Callback {
    return (...answer) => {
      if (this.#isGiven && !this.#isClients(name, answer[0])) return;
      this.#isGiven = true;
      record(...answer);
      void this.#end()
        .then(() => otelContext.with(this.#outside, () => give(...answer)))
        // An answer that the client cannot send: the first one has then not been taken, and this one is.
        .catch(this.#clientCallback);
    };
  }

  #isClients(name: string | undefined, value: unknown): boolean {
    const settled = this.#settled;
    return settled !== undefined && settled.name === name && Object.is(settled.value, value);
  }

  readonly #recordOutcome = (error?: unknown, result?: unknown): void => {
    if (error === undefined || error === null) this.#invocation.answer(result);
    else this.#invocation.fail(error);
  };

  readonly #endUnanswered = (): void => {
    this.#invocation.answer(null);
    void this.#end();
  };

  #end(): Promise<void> {
    process.off('beforeExit', this.#endUnanswered);
    return this.#invocation.end();
  }
}
