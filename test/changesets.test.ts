import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPackages } from '../scripts/packages.ts';

const FOLDER = new URL('../.changeset/', import.meta.url);
const names = readPackages().map(({ manifest }) => manifest.name);
const changesets = readdirSync(FOLDER).filter((file) => file.endsWith('.md') && file !== 'README.md');

// A release with nothing new to tell has no changesets: then there is nothing to check.
describe.each(changesets)('changeset %s', (file) => {
  const [, head = '', text = ''] = /^---\n(.*?)---\n(.*)$/s.exec(readFileSync(new URL(file, FOLDER), 'utf8')) ?? [];

  it('names packages that are published, and how much each changes', () => {
    const lines = head.trim().split('\n');
    const rows = lines.map((line) => /^'([^']+)': (?:patch|minor|major)$/.exec(line)?.[1]);
    expect(names).toEqual(expect.arrayContaining(rows));
  });

  it('tells users something', () => {
    expect(text.trim()).not.toBe('');
  });
});

describe('the packages', () => {
  it('are all released with the same version', () => {
    expect(new Set(readPackages().map(({ manifest }) => manifest.version)).size).toBe(1);
  });
});
