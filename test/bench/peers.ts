import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { mustRun } from '../../scripts/command.ts';
import { CACHE, ROOT } from '../../scripts/folders.ts';

/**
 * What else sends spans to X-Ray or out of the process, each in an install of its own: their OpenTelemetry lines do not go together.
 * Exact versions, so that figures can be compared over time.
 */
const PEERS = {
  'xray-sdk': { 'aws-xray-sdk-core': '3.12.0' },
  adot: {
    '@aws/aws-distro-opentelemetry-exporter-xray-udp': '0.0.2',
    '@opentelemetry/api': '1.9.1',
    '@opentelemetry/context-async-hooks': '1.30.1',
    '@opentelemetry/resources': '1.30.1',
    '@opentelemetry/sdk-trace-base': '1.30.1',
  },
  otlp: {
    '@opentelemetry/api': '1.10.0',
    '@opentelemetry/context-async-hooks': '3.1.1',
    '@opentelemetry/exporter-trace-otlp-http': '0.301.0',
    '@opentelemetry/otlp-transformer': '0.301.1',
    '@opentelemetry/resources': '3.1.1',
    '@opentelemetry/sdk-trace': '3.1.1',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One of the installs. */
export type PeerName = keyof typeof PEERS;

const NAMES = Object.keys(PEERS) as PeerName[];
const FOLDER = join(CACHE, 'bench');
const SDK3 = join(ROOT, 'test/sdk3');

/** Installs what is not there yet, and gives those that could not be had: without a network, the rest is measured all the same. */
export async function installPeers(): Promise<readonly { readonly peer: PeerName; readonly why: string }[]> {
  const missing: { peer: PeerName; why: string }[] = [];
  for (const peer of NAMES) {
    try {
      await install(peer);
    } catch (error) {
      missing.push({
        peer,
        why:
          String(error)
            .split('\n')
            .find((line) => line.includes('npm error')) ?? String(error),
      });
    }
  }
  return missing;
}

/** Loads from the install of a peer, or from the workspace's own of SDK 3.x. */
export function requireFrom(place: PeerName | 'sdk3'): (specifier: string) => unknown {
  return createRequire(join(place === 'sdk3' ? SDK3 : join(FOLDER, place), 'package.json'));
}

async function install(peer: PeerName): Promise<void> {
  const folder = join(FOLDER, peer);
  const manifest = JSON.stringify({ name: `bench-${peer}`, private: true, dependencies: PEERS[peer] });
  const marker = join(folder, '.installed');
  if ((await readFile(marker, 'utf8').catch(() => '')) === manifest) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), manifest);
  const flags = [
    '--ignore-scripts',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--fetch-retries=0',
  ];
  await mustRun('npm', ['install', ...flags], { cwd: folder });
  await writeFile(marker, manifest);
}
