import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestApi, OWN_API_MINOR, ownApi } from '../../src/boot/api.ts';

const manifest = new URL('../../node_modules/@opentelemetry/api/package.json', import.meta.url);

describe('the copy of the API that everything is registered through', () => {
  let taskRoot = '';
  beforeEach(async () => {
    taskRoot = await mkdtemp(join(tmpdir(), 'newest-api-'));
  });
  afterEach(async () => {
    await rm(taskRoot, { recursive: true });
  });

  /** Puts an API beside the function, as npm would. */
  async function install(version: string): Promise<void> {
    const folder = join(taskRoot, 'node_modules', '@opentelemetry', 'api');
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ name: '@opentelemetry/api', version, main: 'index.js' }),
    );
    await writeFile(join(folder, 'index.js'), `exports.trace = ${JSON.stringify(version)};`);
  }

  it('knows its own version', () => {
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
    expect(version).toMatch(new RegExp(`^1\\.${OWN_API_MINOR}\\.`));
  });

  it.each(['1.9.1', '1.10.0', '1.10.7', '2.0.0', '0.99.0'])('is our own beside a function with %s', async (version) => {
    await install(version);
    expect(newestApi(taskRoot)).toEqual({ api: ownApi });
  });

  it('is that of the function when it is newer', async () => {
    await install('1.11.0');
    expect(newestApi(taskRoot)).toMatchObject({ api: { trace: '1.11.0' } });
  });

  it('is our own where the function has none, or one that cannot be read', async () => {
    expect(newestApi(undefined)).toEqual({ api: ownApi });
    expect(newestApi(taskRoot)).toEqual({ api: ownApi });
    await install('1.11.0');
    await writeFile(join(taskRoot, 'node_modules', '@opentelemetry', 'api', 'package.json'), '{');
    expect(newestApi(taskRoot)).toEqual({ api: ownApi, problem: expect.any(SyntaxError) });
  });
});
