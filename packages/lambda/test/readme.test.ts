import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../src/config/config.ts';

interface Row {
  readonly name: string;
  /** Absent where nothing is said in its place. */
  readonly fallback: string | undefined;
}

/** The table of the README's section on variables. */
function readRows(): readonly Row[] {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const section = readme.split(/^## /m).find((text) => text.startsWith('Variables\n')) ?? '';
  const rows = section.matchAll(/^\| `(\w+)` *\| (?:`([^`]+)`|–) *\|/gm);
  return [...rows].map(([, name = '', fallback]) => ({ name, fallback }));
}

/** What a configuration reads of the environment, but for what Lambda itself sets. */
function readNames(env: Readonly<Record<string, string>>): readonly string[] {
  const names = new Set<string>();
  const recording = new Proxy(env, {
    get(target, name) {
      names.add(String(name));
      return Reflect.get(target, name) as unknown;
    },
  });
  resolveConfig(recording);
  return [...names].filter((name) => !name.startsWith('AWS_'));
}

describe("the README's table of variables", () => {
  const rows = readRows();

  it('has each variable that the configuration reads, and no other', () => {
    // The one sampler whose argument is read.
    const names = readNames({ OTEL_TRACES_SAMPLER: 'traceidratio' });
    expect(rows.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  it.each(rows.filter(({ fallback }) => fallback !== undefined))('says the default of $name', ({ name, fallback }) => {
    const config = resolveConfig({ [name]: fallback });
    expect(config).toEqual(resolveConfig({}));
    expect(config.warnings).toEqual([]);
  });
});
