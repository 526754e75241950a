import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { JsonObjectReader } from '../src/json-objects.ts';
import type { ReadObject } from '../src/json-text.ts';
import { LineSplitter } from '../src/lines.ts';

function read(input: string, maxBytes = 2 ** 20): ReadObject[] {
  const splitter = new LineSplitter({ maxBytes });
  const reader = new JsonObjectReader({ maxBytes });
  const lines = [...splitter.push(Buffer.from(input)), ...splitter.end()];
  return [...lines.flatMap((line) => [...reader.push(line)]), ...reader.end()];
}

const noEnd = 'not JSON: the object that begins here has no end';

it.each([
  {
    what: 'a line that was broken off before a request',
    input: '{"resourceSpans":[\n{"resourceSpans":[]}\n',
    read: [
      { line: 1, problem: noEnd },
      { line: 2, value: { resourceSpans: [] } },
    ],
  },
  {
    what: 'a line that was broken off where no object can follow',
    input: '{"a":1\n{"b":2}\n',
    read: [
      { line: 1, problem: noEnd },
      { line: 2, value: { b: 2 } },
    ],
  },
  {
    what: 'a line that was broken off before a pretty-printed object',
    input: '{"a":{"b":tr\n{\n  "c": 3\n}\n',
    read: [
      { line: 1, problem: noEnd },
      { line: 2, value: { c: 3 } },
    ],
  },
  {
    what: 'two lines that were broken off',
    input: '{"a":1\n{"b":2\n{"c":3}',
    read: [
      { line: 1, problem: noEnd },
      { line: 2, problem: noEnd },
      { line: 3, value: { c: 3 } },
    ],
  },
  {
    what: 'an object with one object a line inside',
    input: '{"list":[\n{"a":1},\n{"b":2}\n]}',
    read: [{ line: 1, value: { list: [{ a: 1 }, { b: 2 }] } }],
  },
  {
    what: 'a fault in the middle of an object, at its own line',
    input: '\n{\n  "a": 1,\n  "b": 2 3\n}\n{}',
    read: [
      { line: 4, problem: `not JSON at column 10: Expected ',' or '}' after property value` },
      { line: 6, value: {} },
    ],
  },
  {
    what: 'a line that no other line could make whole',
    input: '{"a":[}\n{"b":2}',
    read: [
      { line: 1, problem: `not JSON: Unexpected token '}', "{"a":[}"` },
      { line: 2, value: { b: 2 } },
    ],
  },
  {
    what: 'an object with too many closing brackets',
    input: '{\n"a":1}]\n{"b":2}',
    read: [
      { line: 2, problem: 'not JSON at column 7: Unexpected non-whitespace character after JSON' },
      { line: 3, value: { b: 2 } },
    ],
  },
  {
    what: 'a faulty object as one problem',
    input: '{\n  "a": "x,\n  "b": {\n    "c": 1\n  }\n}\n{"d":2}',
    read: [
      { line: 2, problem: 'not JSON at column 11: Unterminated string' },
      { line: 7, value: { d: 2 } },
    ],
  },
  {
    what: 'an indented request behind a problem',
    input: 'oops\n  {"resourceSpans":[]}',
    read: [
      { line: 1, problem: `not JSON: Unexpected token 'o', "oops"` },
      { line: 2, value: { resourceSpans: [] } },
    ],
  },
  {
    what: 'values that are no objects, for the next stage to judge',
    input: '[\n1\n]\n"x"\n',
    read: [
      { line: 1, value: [1] },
      { line: 4, value: 'x' },
    ],
  },
])('reads $what', ({ input, read: expected }) => {
  expect(read(input)).toMatchObject(expected);
  expect(read(input)).toHaveLength(expected.length);
});

it.each([
  {
    what: 'a line',
    input: `{"a":1}\n"${'x'.repeat(2 ** 20)}"\n{"b":2}\n`,
    problem: 'longer than 1 MiB',
  },
  {
    what: 'a pretty-printed object',
    input: `{"a":1}\n{\n${'  "x": 1,\n'.repeat(2 ** 17)}  "y": {}\n}\n{"b":2}\n`,
    problem: 'the object that begins here is larger than 1 MiB',
  },
])('leaves out $what above the limit and goes on behind it', ({ input, problem }) => {
  const [first, second, third, ...others] = read(input);
  expect(first).toEqual({ line: 1, value: { a: 1 } });
  expect(second).toEqual({ line: 2, problem });
  expect(third).toMatchObject({ value: { b: 2 } });
  expect(others).toEqual([]);
});

test('leaves out an object that holds a line above the limit', () => {
  expect(read(`{\n"${'x'.repeat(2 ** 20)}": 1\n}\n{"a":1}`)).toEqual([
    { line: 1, problem: noEnd },
    { line: 2, problem: 'longer than 1 MiB' },
    { line: 4, value: { a: 1 } },
  ]);
});

test('counts blank lines as part of an object', () => {
  expect(read(`{${'\n'.repeat(2 ** 20)}}\n{"a":1}`)).toMatchObject([
    { line: 1, problem: 'the object that begins here is larger than 1 MiB' },
    { value: { a: 1 } },
  ]);
});

test('reads any object, however it is laid out', () => {
  const layout = fc.constantFrom<(object: object) => string>(
    (object) => JSON.stringify(object),
    (object) => JSON.stringify(object, null, 2),
    (object) => JSON.stringify(object, null, '\t'),
    (object) => JSON.stringify(object, null, 1).replaceAll(/\n +/g, '\n'),
    (object) => JSON.stringify(object, null, 2).replaceAll('\n', '\r\n'),
  );
  const object = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(object, layout)), (objects) => {
      const input = objects.map(([value, print]) => print(value)).join('\n');
      const values = read(input).map((found) => ('value' in found ? found.value : found));
      expect(values).toEqual(objects.map(([value]) => JSON.parse(JSON.stringify(value))));
    }),
  );
});
