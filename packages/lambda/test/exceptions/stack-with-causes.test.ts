import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { stackWithCauses } from '../../src/exceptions/stack-with-causes.ts';

/** An error with a stack that is the same everywhere. */
function error(message: string, options: ErrorOptions & { errors?: unknown[] } = {}): Error {
  const made = options.errors === undefined ? new Error(message, options) : new AggregateError(options.errors, message);
  made.stack = `${made.name}: ${message}\n    at work (/app/work.js:1:2)`;
  return made;
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
    for (let i = 0; i < 9; i++) layer = Array.from({ length: 10 }, () => error('shared', { errors: layer }));
    expect(stackWithCauses(error('top', { errors: layer })).match(/Error: \w+/g)).toHaveLength(1 + 9 * 10 + 1);
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

  it('leaves out causes and members that are no errors', () => {
    expect(stackWithCauses(error('x', { cause: 'text' }))).toBe(error('x').stack);
    expect(stackWithCauses(error('x', { errors: [1, null] }))).toBe(
      'AggregateError: x\n    at work (/app/work.js:1:2)',
    );
  });

  it('writes no more than ten members', () => {
    const many = error('many', { errors: Array.from({ length: 1000 }, (_, i) => error(`member ${i}`)) });
    expect(stackWithCauses(many).match(/Error: member/g)).toHaveLength(10);
  });
});
