import { AsyncLocalStorage } from 'node:async_hooks';

/** What waits for the process's environment: kept where every copy of this package, ESM and CommonJS, finds the same. */
interface Turns {
  last: Promise<unknown>;
  readonly inside: AsyncLocalStorage<true>;
}

const KEY = Symbol.for('otel-xray/testing: whose turn it is to change the environment');

/**
 * Runs `work` when all that was given here before has ended: what it changes is one for the whole process.
 *
 * Rejects at once from within such work, which would wait for itself.
 */
export function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const turns = readTurns();
  if (turns.inside.getStore() === true) {
    const hint = 'call the handler itself, or give invoke a path, which runs in a process of its own';
    return Promise.reject(new Error(`a handler that runs in this process cannot invoke another one in it: ${hint}`));
  }
  const turn = turns.last.then(() => turns.inside.run(true, work));
  turns.last = turn.catch(() => undefined);
  return turn;
}

function readTurns(): Turns {
  const scope = globalThis as unknown as Record<symbol, Turns | undefined>;
  return (scope[KEY] ??= { last: Promise.resolve(), inside: new AsyncLocalStorage<true>() });
}
