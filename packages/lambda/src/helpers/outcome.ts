/** What is done once a call has ended, before its caller learns of it. Neither may throw. */
export interface Ends {
  returned(value: unknown): void;
  threw(error: unknown): void;
}

/**
 * Reports the end of a call that has returned `result`: at once, or for a promise when that settles, before its caller goes on.
 * Gives back what the caller is to get.
 *
 * Promises of JavaScript alone are waited for. Other objects with a `then` are taken as results: query builders begin
 * their work when it is called.
 */
export function reportEnd<Result>(result: Result, ends: Ends): Result {
  if (!isPromise(result)) {
    ends.returned(result);
    return result;
  }
  if (!isPlain(result)) {
    // Whoever makes such a promise hands out more than its value: `execFile(…).child`, `cancel()`.
    void result.then(ends.returned, ends.threw);
    return result;
  }
  // The caller gets this promise: beside the original, a rejection that nobody handles would pass for handled.
  return result.then(
    (value) => {
      ends.returned(value);
      return value;
    },
    (error: unknown) => {
      ends.threw(error);
      throw error;
    },
  ) as Result;
}

/** Whether one promise is as good as another: none of a class, or with members, of the app's. Symbols are Node's own marks. */
function isPlain(promise: Promise<unknown>): boolean {
  return Object.getPrototypeOf(promise) === Promise.prototype && Object.getOwnPropertyNames(promise).length === 0;
}

/** A promise of another realm (a `vm` context, a test runner's sandbox) is no instance of ours. */
function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise || Object.prototype.toString.call(value) === '[object Promise]';
}
