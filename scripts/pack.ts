import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPackages } from './build.ts';
import { mustRun, runPnpm } from './command.ts';
import { CACHE } from './folders.ts';
import { type Manifest, type Package, readPackages } from './packages.ts';

/** A package as users get it. */
export interface PackedPackage extends Package {
  /** Path of the `.tgz`. */
  readonly tarball: string;
  /** The manifest inside, which `publishConfig` has changed. */
  readonly packedManifest: Manifest;
  /** Paths inside: `package/dist/index.mjs`. */
  readonly files: readonly string[];
  /** SHA-256 of the tarball. */
  readonly digest: string;
}

let packed: Promise<readonly PackedPackage[]> | undefined;

/**
 * Builds and packs every package, once in a process however often it is asked.
 *
 * @throws CommandError where a package does not build or pack.
 */
export function packPackages(): Promise<readonly PackedPackage[]> {
  packed ??= buildPackages().then(packAll);
  return packed;
}

async function packAll(): Promise<readonly PackedPackage[]> {
  const folder = join(CACHE, 'tarballs');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const tarballs: PackedPackage[] = [];
  for (const one of readPackages()) tarballs.push(await pack(one, folder));
  return tarballs;
}

async function pack(one: Package, folder: string): Promise<PackedPackage> {
  const tarball = join(folder, `${one.room}.tgz`);
  await runPnpm(['pack', '--out', tarball], { cwd: one.folder });
  const list = await mustRun('tar', ['-tf', tarball]);
  const text = await mustRun('tar', ['-xOf', tarball, 'package/package.json']);
  return {
    ...one,
    tarball,
    packedManifest: JSON.parse(text) as Manifest,
    files: list.trim().split('\n'),
    digest: createHash('sha256')
      .update(await readFile(tarball))
      .digest('hex'),
  };
}
