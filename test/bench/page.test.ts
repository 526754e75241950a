import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/folders.ts';
import { readBlock, replaceBlock } from './page.ts';
import { SECTIONS } from './sections.ts';

describe('the page on performance', () => {
  it('takes a section between its markers, and leaves the rest as it is', () => {
    const page = 'before\n<!-- bench a -->\nold\n<!-- /bench a -->\nafter\n<!-- bench b -->\n<!-- /bench b -->\n';
    expect(replaceBlock(page, 'a', 'new')).toBe(
      'before\n<!-- bench a -->\n\nnew\n\n<!-- /bench a -->\nafter\n<!-- bench b -->\n<!-- /bench b -->\n',
    );
    expect(replaceBlock(replaceBlock(page, 'a', 'new'), 'a', 'new')).toBe(replaceBlock(page, 'a', 'new'));
  });

  it('refuses a section without a place', () => {
    expect(() => replaceBlock('', 'a', 'new')).toThrow('no place for a');
  });

  it('has a place for every section, with figures in it', async () => {
    const page = await readFile(join(ROOT, 'docs/performance.md'), 'utf8');
    expect(SECTIONS).not.toHaveLength(0);
    for (const { name } of SECTIONS) {
      expect(readBlock(page, name)).toMatch(/\|\s+[\d.]+ \|/);
    }
  });
});
