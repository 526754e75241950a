import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Programs run here, where `functions` is. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

interface Program {
  readonly title: string;
  readonly code: string;
  readonly prints: string;
}

/** The programs of the README: of each section with one, its code and the text that it says is printed. */
function readPrograms(): Program[] {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  return readme.split(/^## /m).flatMap((section) => {
    const [title = ''] = section.split('\n', 1);
    const code = /^```js\n(.*?)^```$/ms.exec(section)?.[1];
    const prints = /^```text\n(.*?)^```$/ms.exec(section)?.[1] ?? '';
    return code === undefined ? [] : [{ title, code, prints }];
  });
}

describe('README', () => {
  const programs = readPrograms();

  it('has its programs', () => {
    expect(programs.map(({ title }) => title)).toEqual([
      'The smallest program',
      'Collecting without a socket',
      'A Lambda function',
      'A Lambda function, once',
      'Judging documents',
      'Building spans and documents',
    ]);
  });

  it.each(programs)('prints what it says it prints: $title', async ({ code, prints }) => {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['-C', 'source', '--input-type=module', '--eval', code], {
      cwd: FOLDER,
    });
    expect(stdout).toBe(prints);
  });
});
