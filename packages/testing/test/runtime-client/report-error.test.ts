import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { reportError } from '../../src/runtime-client/report-error.ts';

function anError({ message = 'sold out', stack }: { readonly message?: string; readonly stack?: string }): Error {
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}

describe('reportError', () => {
  it.each([
    { line: '    at place (/var/task/orders.js:7:9)', frame: { path: '/var/task/orders.js', line: 7, label: 'place' } },
    { line: '    at /var/task/orders.js:7:9', frame: { path: '/var/task/orders.js', line: 7, label: 'anonymous' } },
    {
      line: '    at async place (file:///var/task/my%20orders.mjs:7:9)',
      frame: { path: '/var/task/my orders.mjs', line: 7, label: 'async place' },
    },
    {
      line: '    at new Order (node:internal/x:95:5)',
      frame: { path: 'node:internal/x', line: 95, label: 'new Order' },
    },
    { line: '    at x (file://%zz:1:1)', frame: { path: 'file://%zz', line: 1, label: 'x' } },
  ])('reads the frame "$line"', ({ line, frame }) => {
    const { xrayCause } = reportError(anError({ stack: `Error: sold out\n${line}\n    at native` }));
    expect(JSON.parse(xrayCause)).toMatchObject({
      exceptions: [{ type: 'Error', message: 'sold out', stack: [frame] }],
      paths: [frame.path],
    });
  });

  it('reports an error whose members throw by its type alone', () => {
    const error = Object.defineProperty(anError({}), 'message', {
      get() {
        throw new Error('not readable');
      },
    });
    expect(reportError(error).body).toEqual({ errorType: 'object', errorMessage: '', trace: [] });
  });

  test('the X-Ray cause of any message is ASCII, short enough for its header, and JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20_000 }), (message) => {
        const { xrayCause } = reportError(anError({ message }));
        expect(xrayCause).toMatch(/^[\x20-\x7e]{1,65536}$/);
        expect(JSON.parse(xrayCause)).toHaveProperty('exceptions');
      }),
      { numRuns: 30 },
    );
  });
});
