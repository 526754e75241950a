import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PackedPackage } from '../../scripts/pack.ts';
import { readPackages } from '../../scripts/packages.ts';
import { LINES } from './install.ts';
import { NODE_VERSIONS } from './nodes.ts';
import { matrixRows, supportedVersions } from './rows.ts';

const packages: readonly PackedPackage[] = readPackages().map((one) => ({
  ...one,
  packedManifest: one.manifest,
  tarball: '',
  files: [],
  digest: '',
}));

describe('the matrix', () => {
  it('runs the Node of this workspace, whose version stands in three places', () => {
    const workspace = readFileSync(new URL('../../pnpm-workspace.yaml', import.meta.url), 'utf8');
    const [, ofCatalog] = /^ {2}node: (\d.*)$/m.exec(workspace) ?? [];
    const [, ofInstall] = /^nodeVersion: (.*)$/m.exec(workspace) ?? [];
    expect(NODE_VERSIONS).toContain(ofCatalog);
    expect(ofInstall).toBe(ofCatalog);
  });

  it('imports and requires on every Node, beside every line that runs there', () => {
    const rows = matrixRows().map(({ line, version, probe }) => `${line} ${version} ${probe}`);
    expect(new Set(rows).size).toBe(rows.length);
    for (const line of LINES) expect(rows).toContain(`${line} 26.10.0 with-import.mjs`);
    for (const version of NODE_VERSIONS) expect(rows).toContain(`sdk2 ${version} with-require.cjs`);
    expect(rows).not.toContain('sdk3 20.6.0 with-import.mjs');
  });

  it.each(packages)('runs the lowest Node that $room promises', (one) => {
    expect(`>=${supportedVersions(one)[0]}`).toBe(one.manifest.engines?.node);
  });

  it('refuses a promise that it does not check', () => {
    const [one] = packages;
    const manifest = { name: 'x', version: '0.0.0', engines: { node: '>=18' } };
    expect(() => supportedVersions({ ...one!, packedManifest: manifest })).toThrow('x asks for Node >=18');
  });
});
