import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startOtlpReceiver } from '../config/otlp-receiver.ts';
import { createTaskRoot } from '../task-root.ts';
import { bundledUrl, startBare, startTraced } from '../traced-function.ts';
import { CALLBACK_HANDLERS } from './handlers.ts';

const runtimeClient = fileURLToPath(new URL('runtime-client.mjs', import.meta.url));
const EVENT = { order: 7 };

describe.concurrent('under a runtime client with callbacks, an answer is what it would be without us, and is traced', () => {
  it.each(CALLBACK_HANDLERS)('$why', async ({ handler, answer, isFault }) => {
    await using taskRoot = await createTaskRoot({ 'index.cjs': `exports.handler = ${handler};` });
    const options = { handler: 'index.handler', taskRoot: taskRoot.path, runtimeClient };
    const bare = await startBare(options);
    expect(await bare.invoke(EVENT).finally(() => bare.close())).toMatchObject(answer);

    await using traced = await startTraced(options);
    for (let i = 0; i < 2; i++) {
      const { outcome, documents, finished, trace } = await traced.invoke(EVENT);
      expect(outcome, traced.running.logs.join('\n')).toMatchObject(answer);
      expect(documents).toHaveLength(2);
      expect(finished).toMatchObject([{ parent_id: trace.parentId, ...(isFault && { fault: true }) }]);
      expect('fault' in (finished[0] ?? {})).toBe(isFault ?? false);
    }
    expect(traced.running.logs).toEqual([]);
  });

  it('with an OTLP endpoint that never answers, though an export keeps the event loop busy', async () => {
    await using receiver = await startOtlpReceiver({ isDeaf: true });
    await using traced = await startTraced({
      handler: 'calls-back.handler',
      runtimeClient,
      environment: {
        OTEL_TRACES_EXPORTER: 'otlp',
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_XRAY_FLUSH_TIMEOUT: '200',
      },
    });
    for (let i = 0; i < 2; i++)
      expect(await traced.running.invoke(EVENT)).toMatchObject({ status: 'response', response: EVENT });
    expect(receiver.requests).not.toHaveLength(0);
  });

  it('wrapHandler, whose first invocation waits for the set-up', async () => {
    const code = `import { wrapHandler } from '${await bundledUrl('index')}';
export const handler = wrapHandler((event, context, callback) => { setTimeout(callback, 5, null, event); });`;
    await using taskRoot = await createTaskRoot({ 'index.mjs': code });
    const options = { handler: 'index.handler', taskRoot: taskRoot.path, runtimeClient, register: [] };
    await using traced = await startTraced(options);
    for (let i = 0; i < 2; i++) {
      const { outcome, finished } = await traced.invoke(EVENT);
      expect(outcome).toMatchObject({ status: 'response', response: EVENT });
      expect(finished).toHaveLength(1);
    }
  });
});
