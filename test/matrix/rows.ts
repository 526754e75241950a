import assert from 'node:assert/strict';
import type { PackedPackage } from '../../scripts/pack.ts';
import { type LineName, LINES } from './install.ts';
import { NODE_VERSIONS, type NodeVersion } from './nodes.ts';

/** The lowest version of Node that each line itself asks for. */
const LOWEST_NODE: Readonly<Record<LineName, NodeVersion>> = { sdk2: '20.6.0', sdk3: '22.15.0' };

/** The probe, by the way it loads the packages. */
const PROBES = ['with-import.mjs', 'with-require.cjs'] as const;

/** One run of the probe. */
export interface Row {
  readonly line: LineName;
  readonly version: NodeVersion;
  readonly probe: (typeof PROBES)[number];
}

/** Every line on every Node that it supports, imported and required. */
export function matrixRows(): readonly Row[] {
  return LINES.flatMap((line) =>
    versionsFrom(LOWEST_NODE[line]).flatMap((version) => PROBES.map((probe) => ({ line, version, probe }))),
  );
}

/**
 * The versions of Node that a package says it runs on.
 *
 * @throws AssertionError unless the lowest is one that the matrix runs: a promise that nothing checks is not made.
 */
export function supportedVersions({ packedManifest: { name, engines } }: PackedPackage): readonly NodeVersion[] {
  const lowest = NODE_VERSIONS.find((version) => engines?.node === `>=${version}`);
  assert(lowest !== undefined, `${name} asks for Node ${engines?.node}: the matrix runs ${NODE_VERSIONS.join(', ')}`);
  return versionsFrom(lowest);
}

function versionsFrom(lowest: NodeVersion): readonly NodeVersion[] {
  return NODE_VERSIONS.slice(NODE_VERSIONS.indexOf(lowest));
}
