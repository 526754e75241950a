import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PACKAGES = fileURLToPath(new URL('../../../packages', import.meta.url));

describe('the README of packages/lambda', () => {
  let folder: string;
  let blocks: (section: string, language: string) => readonly string[];

  beforeAll(async () => {
    const readme = await readFile(join(PACKAGES, 'lambda', 'README.md'), 'utf8');
    blocks = (section, language) => {
      const text = readme.split(/^## /m).find((one) => one.startsWith(`${section}\n`)) ?? '';
      const pattern = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
      return [...text.matchAll(pattern)].map(([, block]) => block ?? '');
    };
    folder = await mkdtemp(join(tmpdir(), 'lambda-readme-'));
    await mkdir(join(folder, 'node_modules', '@otel-xray'), { recursive: true });
    for (const room of ['lambda', 'testing']) {
      await symlink(join(PACKAGES, room), join(folder, 'node_modules', '@otel-xray', room), 'junction');
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Runs a program in the folder, on the packages' sources. */
  async function run(program: string): Promise<string> {
    const code = program.replace("'--import @otel-xray", "'--conditions=source --import @otel-xray");
    const args = ['--conditions=source', '--input-type=module', '--eval', code];
    return (await promisify(execFile)(process.execPath, args, { cwd: folder })).stdout;
  }

  it('has a function whose trace is what it says it is', async () => {
    const [handler, program, ...more] = blocks('The smallest function', 'js');
    expect(more).toEqual([]);
    await writeFile(join(folder, 'index.mjs'), handler ?? '');
    expect(await run(program ?? '')).toBe(blocks('The smallest function', 'text')[0]);
  });

  it('sets in Lambda what its program sets', () => {
    const [, program] = blocks('The smallest function', 'js');
    const [name, value] = blocks('The smallest function', 'sh')[0]?.trim().split(/=(.*)/) ?? [];
    expect(program).toContain(`${name}: '${value}'`);
  });

  it('has a handler that wrapHandler wraps', async () => {
    const [wrapped] = blocks('Three ways in', 'js');
    await writeFile(join(folder, 'wrapped.mjs'), wrapped ?? '');
    expect(await run("import { handler } from './wrapped.mjs'; console.log(await handler({}));")).toBe(
      '{ statusCode: 200 }\n',
    );
  });

  it('has helpers that print what it says they print', async () => {
    const [program] = blocks('Helpers for your own code', 'js');
    expect(await run(program ?? '')).toBe(blocks('Helpers for your own code', 'text')[0]);
  });
});
