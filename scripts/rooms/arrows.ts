/**
 * Which room may import which: the arrows of the design. The lint rule (`plugin.ts`) holds imports to it, and
 * `test/rooms` holds every package's dependencies to it.
 */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  segments: [],
  exporter: ['segments'],
  propagator: ['segments'],
  testing: ['exporter', 'segments'],
  lambda: ['exporter', 'propagator'],
  local: ['segments', 'testing'],
  cli: ['local', 'testing', 'exporter', 'segments'],
};

/** Rooms that a user's function loads at its start: nothing outside this workspace comes with them. */
export const ROOMS_WITHOUT_OUTSIDE_DEPENDENCIES: readonly string[] = ['segments', 'exporter', 'propagator'];

/** The name a room is published and imported by: `@otel-xray/segments`; the command's is plain `otel-xray`. */
export function toPackageName(room: string): string {
  return room === 'cli' ? 'otel-xray' : `@otel-xray/${room}`;
}

/** The room that an import names, `undefined` for what is none of ours: `exporter` for `@otel-xray/exporter/sub/path`. */
export function toRoom(specifier: string): string | undefined {
  const [scope, name] = specifier.split('/');
  if (scope === 'otel-xray') return 'cli';
  return scope === '@otel-xray' ? name : undefined;
}
