/** What a handler throws, and the exceptions of its document, outermost first. */
export interface Thrown {
  readonly how: string;
  readonly why: string;
  readonly exceptions: readonly { readonly type?: string; readonly message?: string }[];
}

/** By the names of `functions/throws.mjs`. */
export const THROWN: readonly Thrown[] = [
  { how: 'error', why: 'an error of its own class', exceptions: [{ type: 'NoTable', message: 'TABLE is not set' }] },
  { how: 'emptyMessage', why: 'an empty message', exceptions: [{ type: 'RangeError' }] },
  { how: 'noMessageAtAll', why: 'no message', exceptions: [{ type: 'Error' }] },
  {
    how: 'causes',
    why: 'a chain of causes',
    exceptions: [
      { type: 'Error', message: 'no order' },
      { type: 'NoTable', message: 'no row' },
      { type: 'TypeError', message: 'no socket' },
    ],
  },
  { how: 'causeOfItself', why: 'a ring of causes', exceptions: [{ type: 'Error', message: 'round' }] },
  {
    how: 'causeIsText',
    why: 'a cause that is no error',
    exceptions: [{ type: 'Error', message: 'no order' }, { message: 'only a text' }],
  },
  {
    how: 'aggregate',
    why: 'an AggregateError',
    exceptions: [
      { type: 'AggregateError', message: 'both failed' },
      { type: 'NoTable', message: 'first' },
      { type: 'TypeError', message: 'second' },
    ],
  },
  { how: 'text', why: 'a text', exceptions: [{ type: 'string', message: 'only a text' }] },
  { how: 'nothing', why: 'undefined', exceptions: [{ type: 'undefined', message: 'undefined' }] },
  { how: 'null', why: 'null', exceptions: [{ type: 'null', message: 'null' }] },
  { how: 'number', why: 'a number', exceptions: [{ type: 'number', message: '7' }] },
  { how: 'object', why: 'an object', exceptions: [{ type: 'object', message: '{"code":"E_TEA","cups":2}' }] },
  { how: 'code', why: 'an error with a code', exceptions: [{ type: 'Error', message: 'refused' }] },
  { how: 'unreadable', why: 'an error that cannot be read', exceptions: [{ type: 'Error' }] },
];
