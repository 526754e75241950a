import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './folders.ts';

/** What a manifest's `exports` names for one entry. */
export type ExportTarget = string | { readonly [condition: string]: ExportTarget };

/** A `package.json`, as far as the scripts read it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, ExportTarget>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly engines?: { readonly node?: string };
}

/** A package of `packages/`. */
export interface Package {
  /** The room: `segments`. */
  readonly room: string;
  readonly folder: string;
  readonly manifest: Manifest;
}

/** All published packages, in the order of their folders. */
export function readPackages(): readonly Package[] {
  const parent = join(ROOT, 'packages');
  return readdirSync(parent)
    .map((room) => {
      const folder = join(parent, room);
      return { room, folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest };
    })
    .filter(({ manifest }) => manifest.private !== true);
}

/** The entries that can be imported: `@otel-xray/testing`, `@otel-xray/testing/runtime-client`; none for a command. */
export function importableEntries({ exports = {}, name }: Manifest): readonly string[] {
  return Object.keys(exports)
    .filter((entry) => !entry.endsWith('.json'))
    .map((entry) => name + entry.slice(1));
}
