import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/folders.ts';
import { readBlock } from './page.ts';
import { quotePage } from './quote.ts';

const read = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');
/** Without the blanks that line the columns up. */
const toCells = (table: string): string =>
  table
    .replace(/-{3,}/g, '---')
    .replace(/ *\| */g, '|')
    .trim();

describe('what the README quotes of the page on performance', () => {
  it('is what stands there', async () => {
    const quote = readBlock(await read('README.md'), 'quote');
    expect(toCells(quote)).toBe(toCells(quotePage(await read('docs/performance.md'))));
  });

  it('is refused where the page has no such figure', async () => {
    const page = await read('docs/performance.md');
    expect(() => quotePage(page.replaceAll('p50 over the SDK alone', 'p49'))).toThrow('p50 over the SDK alone');
    expect(() => quotePage(page.replaceAll('batches of 510', '').replaceAll('create, close + UDP', ''))).toThrow(
      'create, close + UDP',
    );
    expect(() => quotePage('')).toThrow('cold-start');
  });
});
