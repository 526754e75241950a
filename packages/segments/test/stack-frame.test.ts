import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseGeckoFrame, parseLocation, parseV8Frame } from '../src/stack-frame.ts';

describe('parseV8Frame', () => {
  it.each([
    {
      text: 'Cart.add (/app/src/cart.js:10:15)',
      label: 'Cart.add',
      path: '/app/src/cart.js',
      line: 10,
      why: 'a method',
    },
    { text: '/app/a.js:1:2', label: '', path: '/app/a.js', line: 1, why: 'an anonymous function' },
    {
      text: 'async handler (/app/index.js:3:9)',
      label: 'async handler',
      path: '/app/index.js',
      line: 3,
      why: 'awaited',
    },
    {
      text: 'async file:///app/b.mjs:16:49',
      label: 'async',
      path: 'file:///app/b.mjs',
      line: 16,
      why: 'awaited and anonymous',
    },
    {
      text: 'async Promise.all (index 1)',
      label: 'async Promise.all',
      path: 'index 1',
      line: 0,
      why: 'an index is no line',
    },
    { text: 'Array.map (<anonymous>)', label: 'Array.map', path: '<anonymous>', line: 0, why: 'a builtin' },
    { text: '<anonymous>', label: '', path: '<anonymous>', line: 0, why: 'nothing is known' },
    {
      text: 'new Warehouse (/app/w.js:7:39)',
      label: 'new Warehouse',
      path: '/app/w.js',
      line: 7,
      why: 'a constructor',
    },
    { text: 'get total (/app/w.js:13:34)', label: 'get total', path: '/app/w.js', line: 13, why: 'a getter' },
    { text: '#label (/app/w.js:12:38)', label: '#label', path: '/app/w.js', line: 12, why: 'a private method' },
    {
      text: 'Object.f [as g] (/app/a.js:10:5)',
      label: 'Object.f [as g]',
      path: '/app/a.js',
      line: 10,
      why: 'called by another name',
    },
    {
      text: 'odd name (x) [as y] (/app/a.js:1:2)',
      label: 'odd name (x) [as y]',
      path: '/app/a.js',
      line: 1,
      why: 'a name with parentheses',
    },
    {
      text: 'Object.<anonymous> (/app/a.js:48:3)',
      label: 'Object.<anonymous>',
      path: '/app/a.js',
      line: 48,
      why: 'module code',
    },
    {
      text: '[nodejs.internal.kHybridDispatch] (node:internal/event_target:843:20)',
      label: '[nodejs.internal.kHybridDispatch]',
      path: 'node:internal/event_target',
      line: 843,
      why: 'a symbol as name',
    },
    { text: 'f (node:fs:621:18)', label: 'f', path: 'node:fs', line: 621, why: 'a builtin module' },
    {
      text: 'Runtime.handler (file:///var/task/index.mjs:5:11)',
      label: 'Runtime.handler',
      path: 'file:///var/task/index.mjs',
      line: 5,
      why: 'an ES module on Lambda',
    },
    {
      text: 'f (https://cdn.example.com:8080/b.js:1:2)',
      label: 'f',
      path: 'https://cdn.example.com:8080/b.js',
      line: 1,
      why: 'a port is no line',
    },
    { text: 'f (http://[::1]:3000/a.js:10:5)', label: 'f', path: 'http://[::1]:3000/a.js', line: 10, why: 'IPv6' },
    { text: 'f (webpack:///./src/a.ts?:10:5)', label: 'f', path: 'webpack:///./src/a.ts?', line: 10, why: 'bundled' },
    { text: 'ext:core/01_core.js:10:5', label: '', path: 'ext:core/01_core.js', line: 10, why: 'Deno' },
    { text: 'f (C:\\app\\a.js:10:5)', label: 'f', path: 'C:\\app\\a.js', line: 10, why: 'Windows' },
    {
      text: 'f (\\\\server\\share\\a.js:10:5)',
      label: 'f',
      path: '\\\\server\\share\\a.js',
      line: 10,
      why: 'a Windows share',
    },
    {
      text: 'f (/app/(group)/a.js:10:5)',
      label: 'f',
      path: '/app/(group)/a.js',
      line: 10,
      why: 'parentheses in the path',
    },
    { text: '/app/(group)/b.js:1:2', label: '', path: '/app/(group)/b.js', line: 1, why: 'the same, anonymous' },
    { text: 'f (/app/a(b.js:1:2)', label: 'f', path: '/app/a(b.js', line: 1, why: 'one parenthesis in the path' },
    {
      text: 'f (/app/my dir (1)/a.js:1:2)',
      label: 'f',
      path: '/app/my dir (1)/a.js',
      line: 1,
      why: 'spaces in the path',
    },
    { text: 'f (/app/a:b.js:1:2)', label: 'f', path: '/app/a:b.js', line: 1, why: 'a colon in the path' },
    {
      text: 'f (/app/caf%C3%A9.mjs:1:2)',
      label: 'f',
      path: '/app/caf%C3%A9.mjs',
      line: 1,
      why: 'percent-encoding is kept',
    },
    {
      text: 'data:text/javascript,throw%20new%20Error(%22x%22):1:7',
      label: '',
      path: 'data:text/javascript,throw%20new%20Error(%22x%22)',
      line: 1,
      why: 'a data URL',
    },
    {
      text: 'inEval (eval at run (/app/x.js:46:18), <anonymous>:1:28)',
      label: 'inEval',
      path: 'eval at run (/app/x.js:46:18), <anonymous>',
      line: 1,
      why: 'evaluated code',
    },
    { text: 'native', label: '', path: 'native', line: 0, why: 'native code' },
    { text: 'Array.forEach (native)', label: 'Array.forEach', path: 'native', line: 0, why: 'native code' },
    { text: 'f (native code)', label: 'f', path: 'native', line: 0, why: 'native code' },
    { text: 'drain (native:7:39)', label: 'drain', path: 'native', line: 7, why: 'native code of Bun' },
    { text: 'g (mynative.js)', label: 'g', path: 'mynative.js', line: 0, why: 'a file' },
    {
      text: 'mod.f (wasm://wasm/mod-0bf1:wasm-function[12]:0x1a2)',
      label: 'mod.f',
      path: 'wasm://wasm/mod-0bf1:wasm-function[12]:0x1a2',
      line: 0,
      why: 'an offset is no line',
    },
    { text: 'fö (/app/ü.js:10:5)', label: 'fö', path: '/app/ü.js', line: 10, why: 'letters beyond ASCII' },
    { text: 'f (/app/a.js:10)', label: 'f', path: '/app/a.js', line: 10, why: 'without a column' },
    { text: '/app/b.js:7', label: '', path: '/app/b.js', line: 7, why: 'without a column, anonymous' },
    { text: '/app/c.js', label: '', path: '/app/c.js', line: 0, why: 'without a line' },
    { text: 'f ()', label: 'f', path: '', line: 0, why: 'no location' },
    { text: '(/a.js:1:2)', label: '', path: '/a.js', line: 1, why: 'no name' },
    { text: 'f(/a.js:1:2)', label: 'f', path: '/a.js', line: 1, why: 'no space' },
  ])('reads $text ($why)', ({ text, label, path, line }) => {
    expect(parseV8Frame(text)).toEqual({ label, path, line });
  });

  it.each([
    { text: '', why: 'nothing' },
    { text: '()', why: 'nothing in parentheses' },
    { text: '(', why: 'nothing, cut' },
    { text: 'f (/app/a.js:10:5', why: 'cut: the line may have lost digits' },
    { text: 'f (/app/a.js:10:5) extra', why: 'more than a frame' },
    { text: 'least three items', why: 'prose' },
  ])('takes "$text" for no frame ($why)', ({ text }) => {
    expect(parseV8Frame(text)).toBeUndefined();
  });

  test('a frame that V8 could write survives the way to text and back', () => {
    const label = fc
      .stringMatching(/^(async |new |get )?[A-Za-z$_#<>.é]{1,12}( \[as [a-z() ]{1,5}x\])?$/)
      .filter((text) => !/[()]/.test(text) || balanced(text));
    const path = fc
      .stringMatching(/^(file:\/\/\/|node:|https:\/\/h:80\/|webpack:\/\/\/|C:\\|\/)[a-z:%. ?=()\\/]{0,20}[a-z]$/)
      .filter(balanced);
    fc.assert(
      fc.property(label, path, fc.nat(), fc.nat(), (name, file, line, column) => {
        expect(parseV8Frame(`${name} (${file}:${line}:${column})`)).toEqual({ label: name, path: file, line });
      }),
    );
  });
});

describe('parseLocation', () => {
  it.each([
    { location: '/app/a.js:x:5', path: '/app/a.js', line: 0, why: 'damaged: the column is no line' },
    { location: '/app/a.js::5', path: '/app/a.js', line: 0, why: 'damaged' },
    { location: '/app/a.js:1e3:5', path: '/app/a.js', line: 0, why: 'damaged' },
    { location: '/app/a.js:+3:5', path: '/app/a.js', line: 3, why: 'a sign' },
    { location: '/app/a.js:-3:5', path: '/app/a.js', line: -3, why: 'a sign' },
    { location: '/app/a.js:99999999999999999999:5', path: '/app/a.js', line: 2 ** 63, why: 'beyond 64 bits' },
    { location: '/app/a.js?t=1:2:10:5', path: '/app/a.js?t=1:2', line: 10, why: 'a query with a colon' },
    { location: 'C:\\a.js', path: 'C:\\a.js', line: 0, why: 'a drive is no path with a line' },
    { location: '', path: '', line: 0, why: 'nothing' },
  ])('splits "$location" ($why)', ({ location, path, line }) => {
    expect(parseLocation(location)).toEqual({ path, line });
  });
});

describe('parseGeckoFrame', () => {
  it.each([
    {
      text: 'add@https://shop.example.com/cart.js:10:5',
      label: 'add',
      path: 'https://shop.example.com/cart.js',
      line: 10,
      why: 'Firefox',
    },
    {
      text: '@https://shop.example.com:8080/b.js:1:2',
      label: '',
      path: 'https://shop.example.com:8080/b.js',
      line: 1,
      why: 'anonymous',
    },
    { text: 'global code@x.js:1:1', label: 'global code', path: 'x.js', line: 1, why: 'Safari' },
    {
      text: 'async*load/<@/app/a.js:3:4',
      label: 'async*load/<',
      path: '/app/a.js',
      line: 3,
      why: 'awaited, a nested function',
    },
    {
      text: 'f@/node_modules/@scope/a.js:3:4',
      label: 'f',
      path: '/node_modules/@scope/a.js',
      line: 3,
      why: 'the first @ counts',
    },
    { text: 'map@[native code]', label: 'map', path: 'native', line: 0, why: 'native code' },
    {
      text: 'f@/app/a.js line 5 > eval:1:2',
      label: 'f',
      path: '/app/a.js line 5 > eval',
      line: 1,
      why: 'evaluated code',
    },
  ])('reads $text ($why)', ({ text, label, path, line }) => {
    expect(parseGeckoFrame(text)).toEqual({ label, path, line });
  });

  it.each(['Error: no route to a@b:1:2', 'mail bob@example.com', 'bob@example.com wrote at 10:30', 'plain'])(
    'takes "%s" for no frame',
    (text) => {
      expect(parseGeckoFrame(text)).toBeUndefined();
    },
  );
});

function balanced(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '(') depth++;
    if (char === ')' && --depth < 0) return false;
  }
  return depth === 0;
}
