/** A handler as a runtime client with callbacks calls it, and how its invocation ends. */
export interface CallbackHandler {
  readonly why: string;
  /** An expression. */
  readonly handler: string;
  /** What must come out, traced and not. */
  readonly answer: object;
  /** Whether the span of the invocation says so. */
  readonly isFault?: true;
}

const succeeded = (response: unknown): object => ({ status: 'response', response });
const failed = (errorMessage: string): object => ({ status: 'error', phase: 'invoke', error: { errorMessage } });

/** Every way to answer, in every way to ask for it. */
export const CALLBACK_HANDLERS: readonly CallbackHandler[] = [
  { why: 'the callback, third of three', handler: '(e, c, cb) => cb(null, e)', answer: succeeded({ order: 7 }) },
  {
    why: 'the callback, later',
    handler: '(e, c, cb) => { setTimeout(cb, 5, null, e); }',
    answer: succeeded({ order: 7 }),
  },
  {
    why: 'the callback among rest arguments',
    handler: '(...all) => { all[2](null, all[0]); }',
    answer: succeeded({ order: 7 }),
  },
  {
    why: 'the callback of `arguments`',
    handler: 'function () { const cb = arguments[2]; setImmediate(() => cb(null, arguments[0])); }',
    answer: succeeded({ order: 7 }),
  },
  {
    why: 'the callback after a default',
    handler: '(e, c = {}, cb) => cb(undefined, "given")',
    answer: succeeded('given'),
  },
  {
    why: 'the callback, while the event loop is not empty',
    handler: '(e, c, cb) => { c.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1000); cb(null, e); }',
    answer: succeeded({ order: 7 }),
  },
  {
    why: 'an error to the callback',
    handler: '(e, c, cb) => cb(new Error("sold out"))',
    answer: failed('sold out'),
    isFault: true,
  },
  { why: 'a text as error', handler: '(e, c, cb) => cb("sold out")', answer: failed('sold out'), isFault: true },
  {
    why: 'succeed',
    handler: '(e, c) => { setTimeout(() => c.succeed({ statusCode: 200 }), 5); }',
    answer: succeeded({ statusCode: 200 }),
  },
  { why: 'succeed, taken apart', handler: '(e, { succeed }) => succeed(e)', answer: succeeded({ order: 7 }) },
  { why: 'fail', handler: '(e, c) => c.fail(new Error("sold out"))', answer: failed('sold out'), isFault: true },
  { why: 'fail without a word', handler: '(e, c) => c.fail()', answer: failed('handled'), isFault: true },
  { why: 'done', handler: '(e, c) => c.done(null, e)', answer: succeeded({ order: 7 }) },
  { why: 'done with an error', handler: '(e, c) => c.done("sold out")', answer: failed('sold out'), isFault: true },
  { why: 'a promise', handler: 'async (e) => e', answer: succeeded({ order: 7 }) },
  { why: 'a promise, of three arguments', handler: 'async (e, c, cb) => e', answer: succeeded({ order: 7 }) },
  {
    why: 'a rejection',
    handler: 'async () => { throw new Error("sold out"); }',
    answer: failed('sold out'),
    isFault: true,
  },
  {
    why: 'thrown',
    handler: '() => { throw new Error("sold out"); }',
    answer: failed('sold out'),
    isFault: true,
  },
  { why: 'nothing thrown', handler: '() => { throw undefined; }', answer: succeeded(null) },
  { why: 'a value that nobody takes', handler: '() => "value"', answer: succeeded(null) },
  { why: 'no answer', handler: '(e, c, cb) => { setTimeout(() => {}, 5); }', answer: succeeded(null) },
  { why: 'a promise that settles never', handler: '() => new Promise(() => {})', answer: succeeded(null) },
  {
    why: 'the callback twice: the first counts',
    handler: '(e, c, cb) => { cb(null, 1); cb(new Error("late")); c.succeed(2); }',
    answer: succeeded(1),
  },
  {
    why: 'the callback, then a promise for nothing',
    handler: 'async (e, c, cb) => { c.succeed(1); }',
    answer: succeeded(1),
  },
  {
    why: 'the callback, then an error',
    handler: '(e, c, cb) => { cb(null, 1); throw new Error("late"); }',
    answer: succeeded(1),
  },
  {
    why: 'a promise, then the callback: the first counts',
    handler: 'async (e, c, cb) => { process.nextTick(cb, null, "late"); return "first"; }',
    answer: succeeded('first'),
  },
  {
    why: 'a promise, then an error to the callback',
    handler: 'async (e, c, cb) => { process.nextTick(cb, new Error("late")); return "first"; }',
    answer: succeeded('first'),
  },
  {
    why: 'a promise, then succeed and fail',
    handler: 'async (e, c) => { process.nextTick(() => { c.succeed("late"); c.fail("late"); }); return "first"; }',
    answer: succeeded('first'),
  },
  {
    why: 'a promise for nothing, then the callback',
    handler: 'async (e, c, cb) => { process.nextTick(() => { cb(); cb(null, "late"); c.done(null, "late"); }); }',
    answer: succeeded(null),
  },
  {
    why: 'a rejection, then the callback',
    handler: 'async (e, c, cb) => { process.nextTick(cb, null, "late"); throw new Error("sold out"); }',
    answer: failed('sold out'),
    isFault: true,
  },
  {
    why: 'a promise, then the callback again and again, while its spans are handed over and after',
    handler: 'async (e, c, cb) => { for (let i = 0; i < 9; i++) setTimeout(cb, i, null, "late"); return "first"; }',
    answer: succeeded('first'),
  },
  {
    why: 'a promise for what is no JSON',
    handler: 'async () => 1n',
    answer: failed('Do not know how to serialize a BigInt'),
  },
];
