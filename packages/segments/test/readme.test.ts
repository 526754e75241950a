import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as segments from '@otel-xray/segments';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const blockOf = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(readme)?.[1] ?? '';

describe('README', () => {
  it('has a program that prints what it says it prints', () => {
    const args = ['-C', 'source', '--input-type=module', '-'];
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    expect(blockOf('text')).not.toBe('');
    expect(execFileSync(process.execPath, args, { cwd, input: blockOf('js'), encoding: 'utf8' })).toBe(blockOf('text'));
  });

  it('names functions that there are', () => {
    const named = [...readme.matchAll(/`(\w+)\([^`]*\)`/g)].map(([, name]) => name ?? '');
    expect(named).toContain('translate');
    expect(Object.keys(segments)).toEqual(expect.arrayContaining(named));
  });
});
