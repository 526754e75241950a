/** What is done once a call has ended, before its caller learns of it. Neither may throw. */
export interface Ends {
  returned(value: unknown): void;
  threw(error: unknown): void;
}

/**
 * Reports the end of a call that has returned `result`: at once, or for a promise when that settles. Gives back what the
 * caller is to get.
 *
 * Promises of JavaScript alone are waited for. Other objects with a `then` are taken as results: query builders begin
 * their work when it is called.
 */
export function reportEnd<Result>(result: Result, ends: Ends): Result {
  if (!isPromise(result)) {
    ends.returned(result);
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

/** A promise of another realm (a `vm` context, a test runner's sandbox) is no instance of ours. */
function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise || Object.prototype.toString.call(value) === '[object Promise]';
}
