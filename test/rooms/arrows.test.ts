import { beforeAll, describe, expect, it } from 'vitest';
import { ARROWS, toPackageName } from '../../scripts/rooms/arrows.ts';
import { lintFiles, type LintFinding } from './lint.ts';

const ROOMS = Object.keys(ARROWS);
const PAIRS = ROOMS.flatMap((from) => ROOMS.filter((to) => to !== from).map((to) => ({ from, to })));
const isAllowed = ({ from, to }: { from: string; to: string }): boolean => ARROWS[from]?.includes(to) ?? false;
const fileOf = ({ from, to }: { from: string; to: string }): string => `packages/${from}/src/to-${to}.ts`;

/** Every way to name another module, from `packages/exporter/src/senders/`: all of these leave the room. */
const WAYS = {
  'a named import': "import { startDaemon } from '@otel-xray/testing';\nstartDaemon();",
  'a type import': "import type { Daemon } from '@otel-xray/testing';\nexport type D = Daemon;",
  'an import for its effect': "import '@otel-xray/testing';",
  'an export': "export { startDaemon } from '@otel-xray/testing';",
  'an export of everything': "export * from '@otel-xray/testing';",
  'a dynamic import': "export const testing = await import('@otel-xray/testing');",
  'a type import in place': "export type D = import('@otel-xray/testing').Daemon;",
  'a require': "export const testing = require('@otel-xray/testing');",
  'a path into a package': "export * from '@otel-xray/testing/runtime-client';",
  'the command': "export * from 'otel-xray';",
  'a package that is no room': "export * from '@otel-xray/example-orders';",
  'a relative path to another room': "export * from '../../../testing/src/index.ts';",
  'a relative path to the tests': "export * from '../../../../test/lines/line.ts';",
  'the packages folder': "export * from '../../..';",
  'an absolute path': "export * from '/packages/testing/src/index.ts';",
};

/** What a file in the same place may import. */
const FINE = {
  'its own file': "export * from '../config.ts';",
  'its own package': "export * from '@otel-xray/exporter';",
  'its own manifest': "export * from '../../package.json';",
  'an arrow that is drawn': "export * from '@otel-xray/segments';",
  'a built-in': "export * from 'node:dgram';",
  'another package': "export * from '@opentelemetry/api';",
};

const wayFile = (way: string): string => `packages/exporter/src/senders/${way.replaceAll(' ', '-')}.ts`;
const FILES = {
  ...Object.fromEntries(PAIRS.map((pair) => [fileOf(pair), `export * from '${toPackageName(pair.to)}';\n`])),
  ...Object.fromEntries(Object.entries({ ...WAYS, ...FINE }).map(([way, text]) => [wayFile(way), `${text}\n`])),
  'packages/exporter/test/to-testing.test.ts': "export * from '@otel-xray/testing';\n",
  'packages/exporter/test/to-own.test.ts': "export * from '../src/exporter.ts';\n",
  'packages/newcomer/src/index.ts': "export * from '@otel-xray/segments';\n",
  'examples/shop/app.ts': "export * from '@otel-xray/testing';\n",
};

describe('the rule of the arrows between rooms', () => {
  let findings: readonly LintFinding[] = [];
  beforeAll(async () => {
    findings = await lintFiles(FILES);
  });
  const arrowsFrom = (file: string): string[] =>
    findings
      .filter((finding) => finding.file.endsWith(file) && finding.rule === 'rooms(arrows)')
      .map(({ message }) => message);

  it('has an arrow for a room to follow and one not to', () => {
    expect(PAIRS.filter(isAllowed)).not.toHaveLength(0);
    expect(PAIRS.filter((pair) => !isAllowed(pair))).not.toHaveLength(0);
  });

  it.each(PAIRS.filter(isAllowed))('lets $from import $to', (pair) => {
    expect(arrowsFrom(fileOf(pair))).toEqual([]);
  });

  it.each(PAIRS.filter((pair) => !isAllowed(pair)))('does not let $from import $to', (pair) => {
    expect(arrowsFrom(fileOf(pair))).toEqual([expect.stringContaining(`no arrow from '${pair.from}' to '${pair.to}'`)]);
  });

  it.each(Object.keys(WAYS))('sees %s', (way) => {
    expect(arrowsFrom(wayFile(way))).toHaveLength(1);
  });

  it.each(Object.keys(FINE))('allows %s', (way) => {
    expect(arrowsFrom(wayFile(way))).toEqual([]);
  });

  it('holds in the tests of a room too', () => {
    expect(arrowsFrom('packages/exporter/test/to-testing.test.ts')).toHaveLength(1);
    expect(arrowsFrom('packages/exporter/test/to-own.test.ts')).toEqual([]);
  });

  it('asks a new room for its arrows', () => {
    expect(arrowsFrom('packages/newcomer/src/index.ts')).toEqual([
      expect.stringContaining("the room 'newcomer' has no row"),
    ]);
  });

  it('leaves what is no room alone', () => {
    expect(arrowsFrom('examples/shop/app.ts')).toEqual([]);
  });
});
