import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { stackWithCauses } from '../telemetry/stack-with-causes.ts';

/** An error with a stack of its own: of frames that two stacks share, Node leaves one out. */
function anError(message: string, cause?: Error): Error {
  const error = new TypeError(message, cause === undefined ? {} : { cause });
  error.stack = `TypeError: ${message}\n    at place${message.length} (/app/orders.js:${message.length}:1)`;
  return error;
}

describe('stackWithCauses', () => {
  it.each([
    { error: anError('alone'), why: 'no cause' },
    { error: anError('outer', anError('inner one')), why: 'one cause' },
    { error: anError('a', anError('bb', anError('ccc'))), why: 'a chain' },
    { error: anError('two\nlines', anError('some more\nlines')), why: 'messages of several lines' },
  ])('writes what Node itself writes ($why)', ({ error }) => {
    expect(stackWithCauses(error)).toBe(inspect(error));
  });

  it('leaves out a cause that is no error', () => {
    const error = new Error('outer', { cause: 'a text' });
    expect(stackWithCauses(error)).toBe(error.stack);
  });

  it('says name and message of an error without stack', () => {
    const error = new TypeError('bare');
    delete error.stack;
    expect(stackWithCauses(error)).toBe('TypeError: bare');
  });

  it('ends for causes that form a ring', () => {
    const error = new Error('ring');
    error.cause = error;
    expect(stackWithCauses(error).match(/\[cause\]/g)).toHaveLength(10);
  });
});
