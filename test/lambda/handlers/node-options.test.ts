import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { sourceOf } from '../bundle.ts';
import { bundledUrl, startTraced } from '../traced-function.ts';

describe.concurrent('register', () => {
  it('is loaded by NODE_OPTIONS, also in processes and threads that the function starts, and disturbs neither', async () => {
    const environment = { NODE_OPTIONS: `--import ${await bundledUrl('register')}` };
    await using traced = await startTraced({ handler: 'spawns.handler', register: [], environment });
    const { outcome, documents } = await traced.invoke();
    expect(outcome).toMatchObject({
      status: 'response',
      response: { child: { answer: 42 }, stderr: '', answer: 42, code: 0 },
    });
    expect(documents).toHaveLength(2);
    expect(traced.daemon.documents).toHaveLength(2);
    expect(traced.running.logs).toEqual([]);
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
