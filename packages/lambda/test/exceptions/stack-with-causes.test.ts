import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { stackWithCauses } from '../../src/exceptions/stack-with-causes.ts';

/** An error with a stack that is the same everywhere. */
function error(message: string, options: ErrorOptions & { errors?: unknown[] } = {}): Error {
  const made = options.errors === undefined ? new Error(message, options) : new AggregateError(options.errors, message);
  made.stack = `${made.name}: ${message}\n    at work (/app/work.js:1:2)`;
  return made;
}

function ring(): object {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  return circular;
}

describe('stackWithCauses', () => {
  it('is the stack of an error without causes', () => {
    expect(stackWithCauses(error('alone'))).toBe('Error: alone\n    at work (/app/work.js:1:2)');
  });

  it.each([
    { thrown: error('outer', { cause: error('inner', { cause: error('innermost') }) }), why: 'causes' },
    { thrown: error('all', { errors: [error('one'), error('two', { cause: error('why two') })] }), why: 'members' },
  ])('writes $why as Node prints them', ({ thrown }) => {
    expect(stackWithCauses(thrown)).toBe(inspect(thrown, { depth: 9, breakLength: 80 }));
  });

  it('writes each error of a ring once', () => {
    const first = error('first');
    const second = error('second', { errors: [first, error('third', { cause: first })] });
    first.cause = second;
    expect(stackWithCauses(first).match(/Error: \w+/g)).toEqual(['Error: first', 'Error: second', 'Error: third']);
  });

  it('writes errors that share their causes once each', () => {
    let layer = [error('deepest')];
    for (let i = 0; i < 6; i++) layer = Array.from({ length: 10 }, () => error('shared', { errors: layer }));
    expect(stackWithCauses(error('top', { errors: layer })).match(/Error: \w+/g)).toHaveLength(1 + 6 * 10 + 1);
  });

  it('writes no more than ten causes of causes', () => {
    let chain = error('cause');
    for (let i = 0; i < 1000; i++) chain = error('cause', { cause: chain });
    expect(stackWithCauses(chain).match(/Error: cause/g)).toHaveLength(11);
  });

  it('says what there is of an error without a stack', () => {
    const bare = new RangeError('bare');
    Object.assign(bare, { stack: undefined });
    expect(stackWithCauses(bare)).toBe('RangeError: bare');
  });

  it.each([
    { cause: 'text', written: "'text'" },
    { cause: "it's\nso", written: '"it\'s\\nso"' },
    { cause: 7, written: '7' },
    { cause: false, written: 'false' },
    { cause: Symbol('s'), written: 'Symbol(s)' },
    { cause: { code: 'E_STOCK' }, written: '{"code":"E_STOCK"}' },
    { cause: () => 'text', written: '[Function]' },
    { cause: { text: 'x'.repeat(2000) }, written: `{"text":"${'x'.repeat(991)}` },
  ])('writes $written for a cause that is no error', ({ cause, written }) => {
    const { stack = '' } = error('x');
    expect(stackWithCauses(error('x', { cause }))).toBe(`${stack} {\n  [cause]: ${written}\n}`);
  });

  it.each([undefined, null])('leaves out a cause that is %s', (cause) => {
    expect(stackWithCauses(error('x', { cause }))).toBe(error('x').stack);
  });

  it('leaves out members that are no errors', () => {
    const { stack } = error('x', { errors: [] });
    expect(stackWithCauses(error('x', { errors: [1, null, 'text'] }))).toBe(stack);
  });

  it.each([
    { why: 'within itself', cause: ring(), written: '{"self":"[cyclic]"}' },
    {
      why: 'with a getter that throws',
      cause: {
        get x(): never {
          throw new Error('mine');
        },
        y: 1,
      },
      written: '{"x":"[unreadable]","y":1}',
    },
    { why: 'that JSON has nothing of', cause: { toJSON: () => undefined }, written: '[Object]' },
    { why: 'with a bigint', cause: { n: 7n }, written: '{"n":7}' },
  ])('writes what can be read of a cause $why', ({ cause, written }) => {
    expect(stackWithCauses(error('x', { cause }))).toContain(`[cause]: ${written}\n`);
  });

  it('reads no more of a large cause than it writes', () => {
    let reads = 0;
    const item = {
      get id(): number {
        return ++reads;
      },
    };
    expect(stackWithCauses(error('x', { cause: { rows: Array.from({ length: 500_000 }, () => item) } }))).toContain(
      '{"rows":[{"id":1}',
    );
    expect(reads).toBeLessThan(1000);
  });

  it('writes a cause of another realm as the error that it is', () => {
    const cause: unknown = runInNewContext("new TypeError('elsewhere')");
    expect(cause).not.toBeInstanceOf(Error);
    expect(stackWithCauses(error('x', { cause }))).toContain('[cause]: TypeError: elsewhere\n');
  });

  it('writes 64 errors in all, however they are nested', () => {
    const nested = (depth: number): Error =>
      error('one', { errors: depth === 0 ? [] : Array.from({ length: 10 }, () => nested(depth - 1)) });
    expect(stackWithCauses(nested(4)).match(/Error: one/g)).toHaveLength(64);
  });

  it('writes no more than ten members', () => {
    const many = error('many', { errors: Array.from({ length: 1000 }, (_, i) => error(`member ${i}`)) });
    expect(stackWithCauses(many).match(/Error: member/g)).toHaveLength(10);
  });
});
