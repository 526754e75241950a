import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** The programs of the README, each with the text block under it, which is what it prints (nothing, where there is none). */
function readPrograms(): readonly { title: string; code: string; prints: string }[] {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  return readme.split(/^##+ /m).flatMap((section) => {
    const code = /^```js\n(.*?)^```$/ms.exec(section)?.[1];
    const prints = /^```text\n(.*?)^```$/ms.exec(section)?.[1] ?? '';
    return code === undefined ? [] : [{ title: section.split('\n', 1)[0] ?? '', code, prints }];
  });
}

/** Runs a program as a file in this package would run, on the sources. */
function run(code: string): string {
  const args = ['-C', 'source', '--input-type=module', '-'];
  return execFileSync(process.execPath, args, { cwd: packageFolder, input: code, encoding: 'utf8' });
}

describe('README', () => {
  const programs = readPrograms();

  it('has its programs', () => {
    expect(programs.map(({ title }) => title)).toEqual([
      'The smallest program',
      'In Lambda',
      'Out of SQS messages',
      'The header itself',
    ]);
  });

  it.each(programs)('prints what it says it prints: $title', ({ code, prints }) => {
    expect(run(code)).toBe(prints);
  });
});
