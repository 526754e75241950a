import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ARROWS, ROOMS_WITHOUT_OUTSIDE_DEPENDENCIES, toPackageName, toRoom } from '../../scripts/rooms/arrows.ts';

const PACKAGES = new URL('../../packages/', import.meta.url);
const KINDS = ['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies'] as const;

type Manifest = { readonly name: string } & { readonly [kind in (typeof KINDS)[number]]?: Record<string, string> };

const rooms = readdirSync(PACKAGES).map((room) => {
  const text = readFileSync(new URL(`${room}/package.json`, PACKAGES), 'utf8');
  return { room, manifest: JSON.parse(text) as Manifest };
});

describe.each(rooms)('the manifest of $room', ({ room, manifest }) => {
  it('has the name that others import it by', () => {
    expect(manifest.name).toBe(toPackageName(room));
  });

  it('depends on no room without an arrow to it', () => {
    const named = KINDS.flatMap((kind) => Object.keys(manifest[kind] ?? {})).flatMap((name) => toRoom(name) ?? []);
    expect(ARROWS[room]).toEqual(expect.arrayContaining(named));
  });
});

describe.each(ROOMS_WITHOUT_OUTSIDE_DEPENDENCIES)('%s', (room) => {
  const manifest = rooms.find((one) => one.room === room)?.manifest;

  it('brings nothing from outside into a function', () => {
    const names = Object.keys({ ...manifest?.dependencies, ...manifest?.optionalDependencies });
    expect(names.filter((name) => toRoom(name) === undefined)).toEqual([]);
  });

  it('has no peer but the OpenTelemetry API', () => {
    const peers = Object.keys(manifest?.peerDependencies ?? {});
    expect(peers.filter((name) => name !== '@opentelemetry/api')).toEqual([]);
  });
});

describe('the table of arrows', () => {
  const reachedFrom = (room: string): string[] => (ARROWS[room] ?? []).flatMap((next) => [next, ...reachedFrom(next)]);

  it.each(Object.keys(ARROWS))('leads nowhere back to %s', (room) => {
    expect(reachedFrom(room)).not.toContain(room);
  });
});
