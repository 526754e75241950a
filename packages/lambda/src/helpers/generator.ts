import { context } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { type Ends, reportEnd } from './outcome.ts';

type AnyGenerator = Generator | AsyncGenerator;

/** Whether a function has returned the generator that does its work, step by step. */
export function isGenerator(value: unknown): value is AnyGenerator {
  return /^\[object (?:Async)?Generator\]$/.test(Object.prototype.toString.call(value));
}

/**
 * Runs every step of a generator in `scope`, and reports its end: when it is done, when it throws, when its consumer leaves
 * the loop. One that is neither finished nor left never ends.
 *
 * The generator stays the object that it is; its three methods are replaced on it.
 */
export function followGenerator(generator: AnyGenerator, scope: Context, ends: Ends): void {
  // One that is done may be asked for more, and throws what it is told to.
  let isOver = false;
  const end = (report: () => void): void => {
    if (!isOver) report();
    isOver = true;
  };
  const stepEnds: Ends = {
    returned: (step) => {
      if ((step as IteratorResult<unknown>).done === true) end(() => ends.returned(undefined));
    },
    threw: (error) => end(() => ends.threw(error)),
  };
  for (const name of ['next', 'return', 'throw'] as const) {
    const original = generator[name] as (...args: unknown[]) => unknown;
    const value = (...args: unknown[]): unknown => {
      let step: unknown;
      try {
        step = context.with(scope, original, generator, ...args);
      } catch (error) {
        stepEnds.threw(error);
        throw error;
      }
      return reportEnd(step, stepEnds);
    };
    Object.defineProperty(generator, name, { value, configurable: true, writable: true });
  }
}
