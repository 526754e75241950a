import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readPackages } from '../scripts/packages.ts';

const ROOT = new URL('../', import.meta.url);
/** Where the packages and the SDK that the programs import are installed. */
const SDK3 = fileURLToPath(new URL('sdk3/', import.meta.url));

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/differences.md',
  'docs/decisions/two-sdk-lines.md',
  'docs/decisions/derived-ids.md',
  'docs/decisions/tools-apart.md',
  'docs/decisions/handler-redirect.md',
  'docs/decisions/late-delivery.md',
  'test/schema/README.md',
  'test/vectors/README.md',
  ...readPackages().map(({ room }) => `packages/${room}/README.md`),
];

function readPage(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

/** What stands in a block of that language, in each place where one follows a heading. */
function blocksOf(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => text ?? '');
}

describe('README.md', () => {
  const page = readPage('README.md');

  it('has a program that prints what it says it prints', async () => {
    const [code = ''] = blocksOf(page, 'js');
    const [prints] = blocksOf(page, 'text');
    const args = ['-C', 'source', '--input-type=module', '--eval', code];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: SDK3 });
    expect(stdout).toBe(prints);
  });

  it('begins with the two commands', () => {
    const commands = blocksOf(page, 'sh')[0]
      ?.split('\n')
      .map((line) => line.split('  ', 1)[0]);
    expect(commands).toEqual(['npx -y pnpm demo', 'npx -y pnpm test', '']);
  });

  it('names every package and no other', () => {
    const named = [...page.matchAll(/^\| \[`([^`]+)`\]\(packages\//gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(
      readPackages()
        .map(({ manifest }) => manifest.name)
        .toSorted(),
    );
  });
});

describe('CONTRIBUTING.md', () => {
  it('names scripts that there are', () => {
    const { scripts } = JSON.parse(readPage('package.json')) as { scripts: Record<string, string> };
    const named = [...readPage('CONTRIBUTING.md').matchAll(/npx -y pnpm (?:--silent )?([\w-]+)/g)].map(
      ([, name]) => name,
    );
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
    expect(named).toContain('check');
  });
});

describe.each(PAGES)('%s', (path) => {
  it('links to files that there are', () => {
    const links = [...readPage(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link ?? '');
    const missing = links.filter((link) => !existsSync(new URL(link, new URL(path, ROOT))));
    expect(missing).toEqual([]);
  });
});
