import { describe, expect, it } from 'vitest';
import { cacheFileName, currentEngine, engineFolderName } from '../../src/code-cache/names.ts';

describe('cacheFileName', () => {
  it.each([
    ['exports.a = 1;\n//# 0123456789abcdef\n', 'a.cjs.0123456789abcdef'],
    ['//# 0123456789abcdef\n', 'a.cjs.0123456789abcdef'],
    ['exports.a = 1;\n//# 0123456789abcdef', undefined],
    ['exports.a = 1;\n//# 0123456789ABCDEF\n', undefined],
    ['exports.a = 1;\n//# 0123456789abcde\n', undefined],
    ['//# 0123456789abcdef\nexports.a = 1;\n', undefined],
    ['', undefined],
  ])('of %j is %s', (source, name) => {
    expect(cacheFileName('a.cjs', source)).toBe(name);
  });
});

describe('engineFolderName', () => {
  it.each([
    [{ v8: '13.6.233.17-node.53', arch: 'x64', exposesGc: false }, '13.6.233.17-node.53-x64'],
    [{ v8: '13.6.233.17-node.53', arch: 'arm64', exposesGc: true }, '13.6.233.17-node.53-arm64-gc'],
  ])('of %j is %s', (engine, name) => {
    expect(engineFolderName(engine)).toBe(name);
  });
});

describe('currentEngine', () => {
  it('tells the engine of this process', () => {
    expect(currentEngine()).toEqual({
      v8: process.versions.v8,
      arch: process.arch,
      exposesGc: process.execArgv.includes('--expose-gc'),
    });
  });
});
