import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it, test } from 'vitest';
import { MAX_STACK_FRAMES } from '../src/limits.ts';
import type { ParsedStack } from '../src/parsed-stack.ts';
import { parseStackTrace } from '../src/stack-trace.ts';

/** Frames as short text: `label path:line`. */
function shortFrames(stack: ParsedStack): string[] {
  return stack.frames.map(({ label, path, line }) => `${label} ${path}:${line}`.trim());
}

/** Causes as short text, with what caused them in brackets: `Error: a [Error: b]`. */
function shortCauses({ causes }: ParsedStack): string[] {
  return causes.map((cause) => {
    const inner = shortCauses(cause).join(', ');
    return `${cause.type}: ${cause.message}${inner === '' ? '' : ` [${inner}]`}`;
  });
}

describe('parseStackTrace: frames', () => {
  it.each([
    { text: '', frames: [], why: 'nothing' },
    { text: 'TypeError: x', frames: [], why: 'message only' },
    { text: 'AggregateError: All promises were rejected\n', frames: [], why: 'what Promise.any throws' },
    { text: 'Error\n    at f (/a.js:1:2)', frames: ['f /a.js:1'], why: 'no message' },
    { text: '\n    at f (/a.js:1:2)', frames: ['f /a.js:1'], why: 'an empty head' },
    { text: '    at f (/a.js:1:2)\n    at g (/b.js:3:4)', frames: ['f /a.js:1', 'g /b.js:3'], why: 'no head' },
    {
      text: 'Error: e\n\tat f (/a.js:1:2)\n  at g (/b.js:3:4)\n        at h (/c.js:5:6)',
      frames: ['f /a.js:1', 'g /b.js:3', 'h /c.js:5'],
      why: 'any indentation',
    },
    {
      text: 'Error: e\nat f (/a.js:1:2)\nat /b.js:3:4\nat the end',
      frames: ['f /a.js:1', '/b.js:3'],
      why: 'trimmed lines',
    },
    {
      text: 'Error: e\r\n    at f (/a.js:1:2)\r\n    at g (/b.js:3:4)\r\n',
      frames: ['f /a.js:1', 'g /b.js:3'],
      why: 'CR LF',
    },
    {
      text: 'Error: one\ntwo\n\n  three\n    at f (/a.js:1:2)',
      frames: ['f /a.js:1'],
      why: 'a message of several lines',
    },
    {
      text: 'rules/x.vm.js:1\nthrow new Error("e")\n      ^\n\nError: e\n    at x.vm.js:1:7',
      frames: ['x.vm.js:1'],
      why: 'source lines of node:vm',
    },
    {
      text: 'Error: e\n    at f (/dist/a.js:1:2)\n        -> /src/a.ts:10:15\n    at g (/b.js:3:4)',
      frames: ['f /src/a.ts:10', 'g /b.js:3'],
      why: 'an arrow to the source',
    },
    {
      text: 'f@https://x.example.com/a.js:10:5\n@https://x.example.com/b.js:1:2\n',
      frames: ['f https://x.example.com/a.js:10', 'https://x.example.com/b.js:1'],
      why: 'Firefox',
    },
    { text: 'Error: a@b:1:2\n    at f (/a.js:1:2)', frames: ['f /a.js:1'], why: 'not Firefox' },
    { text: 'Error: e\n    at f (/a.js:1:2)\nNode.js v24.0.0', frames: ['f /a.js:1'], why: 'text behind' },
  ])('reads the frames of $text ($why)', ({ text, frames }) => {
    const stack = parseStackTrace(text);
    expect({ frames: shortFrames(stack), causes: stack.causes }).toEqual({ frames, causes: [] });
  });

  it.each([
    {
      message: 'one\n    at fake (/fake.js:1:2)',
      type: 'Error',
      text: 'Error: one\n    at fake (/fake.js:1:2)\n    at f (/a.js:1:2)',
      why: 'a line like a frame',
    },
    {
      message: 'e\nCaused by: rain',
      type: undefined,
      text: 'Error: e\nCaused by: rain\n    at f (/a.js:1:2)',
      why: 'a line like a cause',
    },
    {
      message: 'e',
      type: 'E_CODE',
      text: 'x.js:1\nthrow "e"\n\nError: e\n    at f (/a.js:1:2)',
      why: 'the source quotes the message',
    },
    {
      message: 'no "t"',
      type: '42P01',
      text: 'error: select 1 - no "t"\n    at f (/a.js:1:2)',
      why: 'the stack says more',
    },
    {
      message: 'other',
      type: 'Error',
      text: 'Error: e\n    at f (/a.js:1:2)',
      why: 'a message that was changed later',
    },
    {
      message: 'f (/a.js:1:2)',
      type: 'Error',
      text: 'Error: e\n    at f (/a.js:1:2)',
      why: 'a message that is found in a frame',
    },
    {
      message: 'e\n',
      type: 'EPROTO',
      text: 'Error: e\n\n    at f (/a.js:1:2)',
      why: 'a message that ends in a line break',
    },
  ])('passes over a message that it knows: $why', ({ type, message, text }) => {
    expect(shortFrames(parseStackTrace(text, { type, message }))).toEqual(['f /a.js:1']);
  });

  it('keeps 100 frames and counts the rest', () => {
    const lines = Array.from({ length: MAX_STACK_FRAMES + 7 }, (_, index) => `    at f${index} (/a.js:${index + 1}:1)`);
    const stack = parseStackTrace(`RangeError: deep\n${lines.join('\n')}\n    ... 3 more`);
    expect(stack.truncated).toBe(10);
    expect(shortFrames(stack).slice(-2)).toEqual(['f98 /a.js:99', 'f99 /a.js:100']);
  });

  test('whatever the message is, the frames of a real error are those behind it', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('    at f (/a.js:1:2)', 'Caused by: x', '  [cause]: Error: y', '}', 'Error: x {'),
    );
    fc.assert(
      fc.property(
        fc.array(line).map((lines) => lines.join('\n')),
        (message) => {
          const error = new TypeError(message);
          const plain = parseStackTrace(
            (error.stack ?? '').slice(`TypeError${message === '' ? '' : `: ${message}`}`.length),
          );
          expect(plain.frames.length).toBeGreaterThan(0);
          expect(parseStackTrace(error.stack ?? '', { type: 'TypeError', message })).toEqual(plain);
        },
      ),
    );
  });
});

describe('parseStackTrace: causes', () => {
  it.each([
    {
      text: 'Error: a\n    at f (/a.js:1:2)\nCaused by: TypeError: b\n    at g (/b.js:3:4)\n    ... 5 more\ncaused by: c.D\n    at h (/c.js:5:6)',
      causes: ['TypeError: b [c.D: ]'],
      why: 'a chain',
    },
    {
      text: 'Error: a\n    at f (/a.js:1:2)\nCaused by: the rain\nin Spain\n    at g (/b.js:3:4)',
      causes: [': the rain\nin Spain'],
      why: 'a cause without type',
    },
    {
      text: 'Error: a\n    at f (/a.js:1:2)\nCaused by: Error: b\nCaused by: Error: c',
      causes: ['Error: b [Error: c]'],
      why: 'causes without frames',
    },
    {
      text: 'Error: a\n    at f (/a.js:1:2)\ncause: Error: b\n    at g (/b.js:3:4)\ncause: Error: c',
      causes: ['Error: b [Error: c]'],
      why: 'another spelling',
    },
    {
      text: 'Error: a\nCaused by: Error: b\n    at g (/b.js:3:4)',
      causes: ['Error: b'],
      why: 'an exception without frames',
    },
    { text: 'Error: a\n    at f (/a.js:1:2) {\n  [cause]: undefined\n}', causes: [], why: 'no cause' },
    { text: 'Error: a\n    at f (/a.js:1:2) {\n  [errors]: []\n}', causes: [], why: 'no members' },
    {
      text: 'Error: a\n    at f (/a.js:1:2) {\n  [errors]: [ [Error: b], [C: d, [e]] ]\n}',
      causes: ['Error: b', 'C: d, [e]'],
      why: 'members in one line',
    },
    {
      text: 'Error: a\n    at f (/a.js:1:2) {\n  [cause]: [Error: b] { code: 1 }\n}',
      causes: ['Error: b'],
      why: 'properties in the same line',
    },
    {
      text: 'Error: cause: rain\n  errors: none\n    at f (/a.js:1:2)',
      causes: [],
      why: 'a message that speaks of causes',
    },
    {
      text: 'A\n    at f (/a.js:1:2)\n    [errors]: [\n    Error: b\n    at g (/b.js:3:4)\n    Error: c\n    at h (/c.js:1:2)\n  ]',
      causes: ['Error: b', 'Error: c'],
      why: 'odd indentation',
    },
    {
      text: 'Error: a\n    at f (/a.js:1:2) {\n  [cause]: E: b\n      at g (/b.js:3:4)\n    at h (/c.js:5:6)\n}',
      causes: ['E: b'],
      why: 'uneven indentation',
    },
  ])('reads $why', ({ text, causes }) => {
    expect(shortCauses(parseStackTrace(text))).toEqual(causes);
  });

  it('gives each frame to the exception it belongs to', () => {
    const stack = parseStackTrace(
      'Error: a\n    at f (/a.js:1:2)\nCaused by: Error: b\n    at g (/b.js:3:4)\n    ... 5 more',
    );
    expect(shortFrames(stack)).toEqual(['f /a.js:1']);
    expect(stack.causes).toEqual([
      { type: 'Error', message: 'b', frames: [{ label: 'g', path: '/b.js', line: 3 }], truncated: 5, causes: [] },
    ]);
  });
});

describe('parseStackTrace: what util.inspect of this Node.js prints', () => {
  const limit = Error.stackTraceLimit;
  afterEach(() => {
    Error.stackTraceLimit = limit;
  });

  class OutOfStock extends Error {
    override name = 'OutOfStock';
  }
  const inner = (): Error => new RangeError('inner\nsecond line');
  const withCode = (): Error =>
    Object.assign(new Error('coded', { cause: inner() }), { code: 'E_X', extra: { cause: 'x', list: [1, { a: 2 }] } });

  it.each([
    {
      name: 'a cause',
      error: () => new Error('outer', { cause: inner() }),
      causes: ['RangeError: inner\nsecond line'],
    },
    {
      name: 'causes in causes',
      error: () => new Error('outer', { cause: withCode() }),
      causes: ['Error: coded [RangeError: inner\nsecond line]'],
    },
    { name: 'own properties', error: () => withCode(), causes: ['RangeError: inner\nsecond line'] },
    {
      name: 'a cause that is enumerable',
      error: () => Object.assign(new Error('outer'), { cause: inner() }),
      causes: ['RangeError: inner\nsecond line'],
    },
    { name: 'a text as cause', error: () => new Error('outer', { cause: 'rain' }), causes: [': rain'] },
    { name: 'an object as cause', error: () => new Error('outer', { cause: { code: 1 } }), causes: [': { code: 1 }'] },
    {
      name: 'a large object as cause',
      error: () => new Error('outer', { cause: { a: 'x'.repeat(60), b: ['y'.repeat(60)] } }),
      causes: [`: { a: '${'x'.repeat(60)}', b: [ '${'y'.repeat(60)}' ] }`],
    },
    { name: 'a number as cause', error: () => new Error('outer', { cause: 42 }), causes: [': 42'] },
    { name: 'itself as cause', error: () => selfCaused(), causes: [] },
    {
      name: 'a class of one’s own',
      error: () => new Error('outer', { cause: new OutOfStock('chair') }),
      causes: ['OutOfStock: chair'],
    },
    {
      name: 'members',
      error: () => new AggregateError([inner(), withCode(), 'text', { a: 1 }, 42], 'all'),
      causes: [
        'RangeError: inner\nsecond line',
        'Error: coded [RangeError: inner\nsecond line]',
        ': text',
        ': { a: 1 }',
        ': 42',
      ],
    },
    {
      name: 'an error that is some other property',
      error: () => Object.assign(new Error('outer', { cause: new Error('cause') }), { original: withCode() }),
      causes: ['Error: cause'],
    },
  ])('reads $name', ({ error, causes }) => {
    Error.stackTraceLimit = 3;
    const made = error();
    const stack = parseStackTrace(inspect(made), { type: made.name, message: made.message });
    expect(shortCauses(stack)).toEqual(causes);
    expect(stack.frames).toEqual(parseStackTrace(made.stack ?? '').frames);
    expect(stack.truncated).toBe(0);
  });

  it('reads members that have no stack', async () => {
    Error.stackTraceLimit = 0;
    const made = await Promise.any([Promise.reject(new TypeError('a: b, c')), Promise.reject(inner())]).catch(
      (error: unknown) => error,
    );
    expect(shortCauses(parseStackTrace(inspect(made, { compact: false })))).toEqual([
      'TypeError: a: b, c',
      'RangeError: inner\nsecond line',
    ]);
  });

  it('counts frames that are left out since the cause has the same', () => {
    const deep = (depth: number): Error =>
      depth === 0 ? new Error('outer', { cause: new Error('inner') }) : deep(depth - 1);
    const made = deep(6);
    const stack = parseStackTrace(inspect(made));
    expect(stack.truncated).toBeGreaterThan(0);
    expect(stack.frames.length + stack.truncated).toBe(parseStackTrace(made.stack ?? '').frames.length);
    expect(stack.causes[0]?.frames).toHaveLength(stack.frames.length + stack.truncated);
  });

  function selfCaused(): Error {
    const error = new Error('outer');
    error.cause = error;
    return error;
  }
});

describe('parseStackTrace: hostile texts', () => {
  const part = fc.constantFrom(
    'Error: x', '    at f (/a.js:1:2)', ' {', '\n', '\n  ', '\n      ', '[cause]: ', '[errors]: [', 'Caused by: ', 'cause:', ']', '}', ',', '(', ')', ':', '1',
    "'", '[Error: y', '... 3 lines', '-> /a.ts:1:2', 'at ', '\uD800', '\r', '\t', '@', 'f@/a.js:1:2', '<ref *1> ', '[Circular *1]', '__proto__',
  ); // prettier-ignore

  test('any text is parsed, always the same way, within the limits', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.option(fc.string(), { nil: undefined }), (parts, message) => {
        const text = parts.join('');
        const stack = parseStackTrace(text, { message });
        expect(parseStackTrace(text, { message })).toEqual(stack);
        const lines = text.split('\n').length;
        expect(count(stack).frames).toBeLessThanOrEqual(lines);
        expect(count(stack).causes).toBeLessThanOrEqual(Math.min(64, text.length));
      }),
      { numRuns: 1000 },
    );
  });

  it('goes 32 causes deep and takes 64 in all', () => {
    const deep = Array.from(
      { length: 200 },
      (_, depth) =>
        `${' '.repeat(2 * depth + 2)}[cause]: Error: c${depth}\n${' '.repeat(2 * depth + 6)}at f (/a.js:1:2) {`,
    );
    expect(count(parseStackTrace(`Error: x\n    at f (/a.js:1:2) {\n${deep.join('\n')}`))).toEqual({
      causes: 32,
      frames: 33,
    });
    const wide = Array.from({ length: 200 }, (_, index) => `    Error: m${index}\n        at f (/a.js:1:2),`);
    expect(
      count(parseStackTrace(`Error: x\n    at f (/a.js:1:2) {\n  [errors]: [\n${wide.join('\n')}\n  ]\n}`)),
    ).toEqual({ causes: 64, frames: 65 });
  });

  const size = 500_000;
  it.each([
    { name: 'parentheses', text: `Error\n    at ${'('.repeat(size)}` },
    { name: 'closed parentheses', text: `Error\n    at ${'('.repeat(size)})` },
    { name: 'colons', text: `Error\n    at ${':1'.repeat(size / 2)}x` },
    { name: 'white space', text: `Error\n    at f (/a.js:1:2)${' '.repeat(size)}x` },
    { name: 'empty lines', text: '\n'.repeat(size) },
    {
      name: 'causes in causes',
      text: `Error\n${Array.from({ length: 900 }, (_, depth) => `${' '.repeat(depth)}[cause]: Error: x`).join('\n')}`,
    },
    { name: 'causes in one column', text: `Error\n    at f (/a.js:1:2)\n${'[cause]: Error\n'.repeat(size / 15)}` },
    { name: 'a chain', text: `Error\n    at f (/a.js:1:2)\n${'Caused by: E\n'.repeat(size / 13)}` },
    { name: 'an open bracket', text: `Error\n  [cause]: [Error: x\n${'  y\n'.repeat(size / 4)}` },
    { name: 'an open value', text: `Error\n  [cause]: {\n${'  y\n'.repeat(size / 4)}` },
    { name: 'members in one line', text: `Error\n  [errors]: [ ${'[Error: x], '.repeat(size / 12)}]` },
    {
      name: 'one message again and again',
      text: `${'ab'.repeat(size / 2)}\n    at f (/a.js:1:2)`,
      message: `${'ab'.repeat(size / 4)}a`,
    },
    { name: 'Firefox frames', text: `${'f@'.repeat(size / 2)}:1:2` },
  ])('takes linear time for 500,000 characters: $name', ({ text, message }) => {
    const start = performance.now();
    parseStackTrace(text, { message });
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  function count(stack: ParsedStack): { causes: number; frames: number } {
    const inner = stack.causes.map(count);
    const sum = (key: 'causes' | 'frames'): number => inner.reduce((total, cause) => total + cause[key], 0);
    return { causes: stack.causes.length + sum('causes'), frames: stack.frames.length + sum('frames') };
  }
});
