import { describe, expect, it } from 'vitest';
import {
  findForeignCharacters,
  findSizeProblems,
  findStartProblems,
  type StartLimits,
} from '../../scripts/checks/lambda-start.ts';

const LIMITS: StartLimits = { bytes: { register: 100 }, files: 1, builtIns: ['NativeModule async_hooks'] };

describe('findSizeProblems', () => {
  it.each([
    { file: 'register.mjs', size: 100, problems: [] },
    { file: 'register.cjs', size: 101, problems: ['register.cjs has 101 bytes, 1 over its limit'] },
    { file: 'other.mjs', size: 1, problems: ['other.mjs has 1 bytes and no limit'] },
  ])('finds $problems for $size bytes of $file', ({ file, size, problems }) => {
    expect(findSizeProblems(new Map([[file, size]]), LIMITS)).toEqual(problems);
  });
});

describe('findForeignCharacters', () => {
  it.each([
    { text: 'exports.more = "\\u2026";', problems: [] },
    { text: 'exports.more = "\u2026";', problems: ['register.cjs is not in ASCII, from byte 16 on'] },
  ])('finds $problems in $text', ({ text, problems }) => {
    expect(findForeignCharacters(new Map([['register.cjs', Buffer.from(text)]]))).toEqual(problems);
  });
});

describe('findStartProblems', () => {
  const start = { name: '--import x', files: ['x'], builtIns: ['NativeModule async_hooks'] };

  it.each([
    { seen: {}, problems: [], why: 'all of it is within the limits' },
    { seen: { builtIns: [] }, problems: [], why: 'less than the limits is no problem' },
    { seen: { files: ['x', 'y'] }, problems: ['--import x reads 2 files: x, y'], why: 'a file too many' },
    { seen: { files: [] }, problems: ['--import x reads no file'], why: 'nothing was watched' },
    {
      seen: { builtIns: ['NativeModule async_hooks', 'NativeModule crypto'] },
      problems: ['--import x loads NativeModule crypto'],
      why: 'a built-in too many',
    },
  ])('finds $problems ($why)', ({ seen, problems }) => {
    expect(findStartProblems({ ...start, ...seen }, LIMITS)).toEqual(problems);
  });
});
