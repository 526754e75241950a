import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bundle, sourceOf } from '../bundle.ts';
import { createTaskRoot } from '../task-root.ts';
import { bundledUrl, startTraced } from '../traced-function.ts';

describe.concurrent('register', () => {
  it('is loaded by NODE_OPTIONS, also in processes and threads that the function starts, and disturbs neither', async () => {
    const environment = { NODE_OPTIONS: `--import ${await bundledUrl('register')}` };
    await using traced = await startTraced({ handler: 'spawns.handler', register: [], environment });
    const { outcome, documents } = await traced.invoke();
    expect(outcome).toMatchObject({
      status: 'response',
      response: {
        child: { handler: 'spawns.handler', answer: 42 },
        stderr: '',
        workerHandler: 'spawns.handler',
        code: 0,
      },
    });
    expect(documents).toHaveLength(2);
    expect(traced.daemon.documents).toHaveLength(2);
    expect(traced.running.logs).toEqual([]);
  });

  it.each(['debug', 'all'])(
    'leaves standard output to what the function starts, also with OTEL_LOG_LEVEL=%s',
    async (level) => {
      const environment = { NODE_OPTIONS: `--import ${await bundledUrl('register')}`, OTEL_LOG_LEVEL: level };
      await using traced = await startTraced({ handler: 'spawns.handler', register: [], environment });
      const { outcome } = await traced.invoke();
      expect(outcome).toMatchObject({
        status: 'response',
        response: {
          child: { answer: 42 },
          stderr: expect.stringContaining('@opentelemetry/api: Registered a global for trace'),
        },
      });
      expect(traced.running.logs).toContainEqual(expect.stringContaining('Registered a global for trace'));
    },
  );

  it('says so in one line when it comes with the function’s own code, and leaves that as it is', async () => {
    const code = `import '${await bundledUrl('register')}';
export const handler = async () => process.env._HANDLER;`;
    await using taskRoot = await createTaskRoot({ 'index.mjs': code });
    await using traced = await startTraced({ handler: 'index.handler', taskRoot: taskRoot.path, register: [] });
    const { outcome, documents } = await traced.invoke();
    expect(outcome).toMatchObject({ status: 'response', response: 'index.handler' });
    expect(documents).toEqual([]);
    expect(traced.running.logs).toEqual([expect.stringMatching(/preload it .* or use wrapHandler/)]);
  });

  it('is bundled with a preload, without its loader: says so, and leaves the function as it is', async () => {
    const folder = await bundle({
      format: 'cjs',
      input: { preload: sourceOf('packages/lambda/src/register.ts') },
    });
    const register = ['--require', join(folder, 'preload.cjs')];
    await using traced = await startTraced({ handler: 'work.handler', register });
    const { outcome, documents } = await traced.invoke({ order: 7 });
    expect(outcome).toMatchObject({ status: 'response', response: { order: 7 } });
    expect(documents).toEqual([]);
    expect(traced.running.logs).toEqual([expect.stringContaining('register came too late, or bundled')]);
  });

  it('is loaded twice, and traces once', async () => {
    const url = await bundledUrl('register');
    const register = ['--import', url, '--import', `${url}?again`, '--require', fileURLToPath(url)];
    await using traced = await startTraced({ handler: 'work.handler', register });
    const { documents, outcome } = await traced.invoke({ order: 7 });
    expect(outcome).toMatchObject({ status: 'response', response: { order: 7 } });
    expect(documents).toHaveLength(2);
  });

  it('runs from its sources as they are', async () => {
    const register = ['-C', 'source', '--import', sourceOf('packages/lambda/src/register.ts')];
    await using traced = await startTraced({ handler: 'work.handler', register });
    const { finished } = await traced.invoke();
    expect(finished).toMatchObject([{ subsegments: [{ name: 'find order' }] }]);
  });

  it('leaves a process alone that is no Lambda function', async () => {
    const script = 'console.log(Object.keys(process.env).filter((name) => /HANDLER|OTEL/.test(name)).length)';
    const args = ['--import', await bundledUrl('register'), '-e', script];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env: {} });
    expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
  });
});
