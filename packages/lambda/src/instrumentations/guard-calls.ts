import { attempt, tellThrown } from '../helpers/attempt.ts';

/** A function of Node's, or one that takes its place. */
export type Call = (this: unknown, ...args: unknown[]) => unknown;

/** How a call of the original has ended. */
type Ended = { readonly how: 'returned'; readonly value: unknown } | { readonly how: 'threw'; readonly error: unknown };

/**
 * The function that `instrument` makes of `original`, but the caller gets what `original` gives or throws, and nothing that goes wrong
 * around it. `original` is called once: with the caller's own arguments, where the way there has failed.
 *
 * @param message - what is said once where something does.
 */
export function guardCalls(message: string, original: Call, instrument: (original: Call) => Call): Call {
  return function guarded(...args) {
    let ended: Ended | undefined;
    const call: Call = function call(...given) {
      try {
        const value = Reflect.apply(original, this, given);
        ended = { how: 'returned', value };
        return value;
      } catch (error) {
        ended = { how: 'threw', error };
        throw error;
      }
    };
    try {
      return Reflect.apply(instrument(call), this, args);
    } catch (error) {
      if (ended?.how === 'threw') throw ended.error;
      tellThrown(message, error);
      return ended === undefined ? Reflect.apply(original, this, args) : ended.value;
    }
  };
}

/** A function of which nothing is thrown. @param message - what is said once where something is. */
export function guardListener<Args extends unknown[]>(
  message: string,
  listener: (...args: Args) => void,
): (...args: Args) => void {
  return (...args) => attempt(message, () => listener(...args));
}
