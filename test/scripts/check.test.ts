import { describe, expect, it } from 'vitest';
import { type Check, runChecks } from '../../scripts/checks/check.ts';

async function run(checks: readonly Check[]): Promise<{ failed: number; told: readonly string[] }> {
  const told: string[] = [];
  const failed = await runChecks(checks, (line) =>
    told.push(line.replace(/\d+\.\d s/, '0.0 s').replaceAll(/ +/g, ' ')),
  );
  return { failed, told };
}

const passing = (name: string): Check => ({ name, run: () => Promise.resolve() });
const failing = (name: string, error: unknown): Check => ({ name, run: () => Promise.reject(error) });

describe('runChecks', () => {
  it('tells of each check, and what a check saw', async () => {
    const { failed, told } = await run([passing('lint'), { name: 'types', run: () => Promise.resolve('7 projects') }]);
    expect(failed).toBe(0);
    expect(told).toEqual(['ok 0.0 s lint', 'ok 0.0 s types (7 projects)', '2 passed, 0 failed']);
  });

  it('goes on after a failure, and says what to mend', async () => {
    const { failed, told } = await run([failing('lint', new Error('one.ts:1\ntwo.ts:2\n')), passing('types')]);
    expect(failed).toBe(1);
    expect(told).toEqual(['FAILED 0.0 s lint', ' one.ts:1\n two.ts:2', 'ok 0.0 s types', '1 passed, 1 failed']);
  });

  it('goes on after a check that throws before it begins', async () => {
    const broken: Check = {
      name: 'broken',
      run: () => {
        throw new TypeError('no such thing');
      },
    };
    expect((await run([broken, passing('types')])).told.at(-1)).toBe('1 passed, 1 failed');
  });

  it('tells once of a failure that several checks share', async () => {
    const build = new Error('does not build');
    const { failed, told } = await run([failing('build', build), failing('publint', build)]);
    expect(failed).toBe(2);
    expect(told).toEqual([
      'FAILED 0.0 s build',
      ' does not build',
      'FAILED 0.0 s publint',
      " as 'build' above",
      '0 passed, 2 failed',
    ]);
  });
});
