import { readFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { mustRun } from '../command.ts';
import { ROOT } from '../folders.ts';
import type { Check } from './check.ts';

/** What no committed file may say, and why. */
interface ForbiddenText {
  readonly pattern: RegExp;
  readonly why: string;
}

// Another machine's folders and mirrors are of no use to a reader, and tell of the machine that they were written on.
const FORBIDDEN: readonly ForbiddenText[] = [
  { pattern: /(?<![\w.~-])\/(?:home|root|Users|work|farm)\/[\w.-]+/, why: "a path of somebody's machine" },
  { pattern: /\b[A-Za-z]:\\Users\\/, why: "a path of somebody's machine" },
  {
    pattern: /\b(?:registry\.(?:npmjs|yarnpkg|npmmirror)\.|npm\.pkg\.github\.|proxy\.golang\.|static\.crates\.)/,
    why: 'a registry',
  },
  ...thisMachine().map((text) => ({ pattern: new RegExp(RegExp.escape(text)), why: 'this machine' })),
];

function thisMachine(): readonly string[] {
  // A short name ("build", "runner") is a word as well.
  return [ROOT.replace(/[\\/]$/, ''), homedir(), hostname()].filter((text) => text.length >= 12);
}

/** Says where a text has what no committed file may have: `4: a registry`. */
export function findForbiddenText(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      FORBIDDEN.filter(({ pattern }) => pattern.test(line)).map(({ why }) => `${index + 1}: ${why}`),
    );
}

async function checkText(): Promise<string> {
  // Also what is not committed yet, but would be.
  const list = await mustRun('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  const paths = list.split('\0').filter((path) => path !== '');
  const problems: string[] = [];
  for (const path of paths) {
    const bytes = await readFile(join(ROOT, path)).catch(() => Buffer.alloc(0));
    if (bytes.includes(0)) continue; // not text
    problems.push(...findForbiddenText(bytes.toString('utf8')).map((problem) => `${path}:${problem}`));
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return `${paths.length} files`;
}

/** What may not be written anywhere. */
export const textChecks: readonly Check[] = [{ name: 'text', run: checkText }];
