import { describe, expect, it } from 'vitest';
import { findManifestProblems } from '../../scripts/checks/packages.ts';
import type { PackedPackage } from '../../scripts/pack.ts';
import type { Manifest } from '../../scripts/packages.ts';

const FILES = [
  'package/package.json',
  'package/README.md',
  'package/LICENSE',
  'package/dist/index.mjs',
  'package/dist/index.d.mts',
];
const ENTRY = { import: { types: './dist/index.d.mts', default: './dist/index.mjs' } };

function problemsOf(manifest: object, files: readonly string[] = FILES): readonly string[] {
  const packedManifest = { name: 'x', version: '1.0.0', ...manifest } as Manifest;
  const packed: PackedPackage = {
    room: 'x',
    folder: '',
    manifest: packedManifest,
    packedManifest,
    files,
    tarball: '',
    digest: '',
  };
  return findManifestProblems(packed);
}

describe('findManifestProblems', () => {
  it('finds none where every file that is named is packed', () => {
    expect(problemsOf({ exports: { '.': ENTRY, './package.json': './package.json' } })).toEqual([]);
  });

  it.each([
    { manifest: { exports: { '.': { source: './src/index.ts', ...ENTRY } } }, problem: "the condition 'source'" },
    { manifest: { dependencies: { y: 'workspace:*' } }, problem: 'a dependency is named as only this workspace' },
    { manifest: { dependencies: { y: 'catalog:sdk3' } }, problem: 'a dependency is named as only this workspace' },
    {
      manifest: { exports: { '.': { require: './dist/index.cjs' } } },
      problem: './dist/index.cjs is named, and not packed',
    },
    { manifest: { bin: { x: './dist/main.mjs' } }, problem: './dist/main.mjs is named, and not packed' },
  ])('finds: $problem', ({ manifest, problem }) => {
    expect(problemsOf(manifest).join('\n')).toContain(problem);
  });

  it.each(['README.md', 'LICENSE'])('finds that %s is missing', (name) => {
    expect(
      problemsOf(
        {},
        FILES.filter((file) => !file.endsWith(name)),
      ),
    ).toEqual([`x: ${name} is not packed`]);
  });

  it('finds sources that are packed', () => {
    expect(problemsOf({}, [...FILES, 'package/src/index.ts'])).toEqual(['x: package/src/index.ts is packed']);
  });
});
