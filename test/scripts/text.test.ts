import { describe, expect, it } from 'vitest';
import { findForbiddenText } from '../../scripts/checks/text.ts';

/** Put together here: this file is one that the check reads. */
const join = (...parts: readonly string[]): string => parts.join('');

describe('findForbiddenText', () => {
  it.each([
    { text: join('see /ho', 'me/someone/notes.md'), why: "a path of somebody's machine" },
    { text: join('"/Us', 'ers/someone/notes.md"'), why: "a path of somebody's machine" },
    { text: join('/ro', 'ot/.npmrc'), why: "a path of somebody's machine" },
    { text: join('C:\\Us', 'ers\\someone'), why: "a path of somebody's machine" },
    { text: join('https://registry.npm', 'js.org/node'), why: 'a registry' },
    { text: join('GOPROXY=https://proxy.gol', 'ang.org'), why: 'a registry' },
  ])('finds $why in $text', ({ text, why }) => {
    expect(findForbiddenText(`one line\n${text}\n`)).toContain(`2: ${why}`);
  });

  it.each([
    { text: '/var/task/index.js', why: 'every Lambda function has it' },
    { text: 'packages/cli/home/page.ts', why: 'a folder of that name, in the repository' },
    { text: 'https://example.com/root/of/all', why: 'a path of a URL' },
    { text: 'the npm registry', why: 'the word, not a host' },
    { text: '/tmp', why: 'the same everywhere' },
  ])('lets $text pass: $why', ({ text }) => {
    expect(findForbiddenText(text)).toEqual([]);
  });
});
