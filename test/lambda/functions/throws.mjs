// Fails in the way that the event names: thrown before there is a promise, or as a rejection.
class NoTable extends Error {
  name = 'NoTable';
}

const THROWN = {
  error: () => new NoTable('TABLE is not set'),
  emptyMessage: () => new RangeError(''),
  noMessageAtAll: () => new Error(),
  causes: () => new Error('no order', { cause: new NoTable('no row', { cause: new TypeError('no socket') }) }),
  causeOfItself: () => {
    const error = new Error('round');
    error.cause = error;
    return error;
  },
  causeIsText: () => new Error('no order', { cause: 'only a text' }),
  aggregate: () => new AggregateError([new NoTable('first'), new TypeError('second')], 'both failed'),
  text: () => 'only a text',
  nothing: () => undefined,
  null: () => null,
  number: () => 7,
  object: () => ({ code: 'E_TEA', cups: 2 }),
  code: () => Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
  unreadable: () =>
    Object.defineProperty(new Error('x'), 'message', {
      get() {
        throw new Error('no message for you');
      },
    }),
};

export const sync = ({ how }) => {
  throw THROWN[how]();
};

export const handler = async ({ how, isSync }) => {
  if (isSync) return sync({ how });
  await new Promise(setImmediate);
  throw THROWN[how]();
};

/** Declared without `async`: what it throws comes before any promise. */
export const plain = ({ how }) => sync({ how });
