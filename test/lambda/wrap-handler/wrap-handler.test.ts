import { fileURLToPath } from 'node:url';
import { startDaemon, startFunction } from '@otel-xray/testing';
import { describe, expect, it } from 'vitest';

const TASK_ROOT = fileURLToPath(new URL('functions', import.meta.url));
const TRACE_HEADER = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';
const REGISTER = fileURLToPath(new URL('../../../packages/lambda/src/register.ts', import.meta.url));

/** Two invocations of a function of `shop.mjs`, and the documents that they sent, without those in progress. */
async function run(handler: string, nodeArguments: readonly string[] = []) {
  const daemon = await startDaemon();
  const running = await startFunction({
    handler: `shop.${handler}`,
    taskRoot: TASK_ROOT,
    functionName: 'shop',
    environment: { AWS_XRAY_DAEMON_ADDRESS: daemon.address },
    nodeArguments: ['--conditions=source', ...nodeArguments],
  });
  try {
    const answers = [];
    for (const tenant of ['acme', 'umbrella'])
      answers.push(await running.invoke({ tenant }, { traceHeader: TRACE_HEADER }));
    // What a streaming function sends follows its answer.
    await daemon.waitFor((documents) => documents.length >= 4);
    await daemon.settle();
    const ended = daemon.documents.filter(({ in_progress: isOpen }) => isOpen !== true);
    return { statuses: answers.map(({ status }) => status), ended, count: daemon.documents.length, logs: running.logs };
  } finally {
    await running.close();
    await daemon.close();
  }
}

describe('wrapHandler in a function that nothing was preloaded for', () => {
  it.each(['buffered', 'streaming'])('traces every invocation, the first one too: %s', async (handler) => {
    const { statuses, ended, count, logs } = await run(handler);
    expect(logs).toEqual([]);
    expect(statuses).toEqual(['response', 'response']);
    expect(ended.map(({ name, parent_id: parentId, annotations }) => ({ name, parentId, annotations }))).toEqual(
      ['acme', 'umbrella'].map((tenant) => ({ name: 'shop', parentId: '53995c3f42cd8ad8', annotations: { tenant } })),
    );
    expect(count).toBe(4);
  });
});

describe('wrapHandler beside register', () => {
  it('makes one span of an invocation, not two', async () => {
    const { ended, count } = await run('buffered', ['--import', REGISTER]);
    expect(ended.map(({ annotations }) => annotations)).toEqual([{ tenant: 'acme' }, { tenant: 'umbrella' }]);
    expect(count).toBe(4);
  });
});
