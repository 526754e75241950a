import { describe, expect, it } from 'vitest';
import { createTaskRoot } from '../task-root.ts';
import { bundledUrl, newTrace, startTraced, type TracedFunction, type TracedOptions } from '../traced-function.ts';

/** Starts a function that wraps its own handler. */
async function startWrapping(options: string, rest: Partial<TracedOptions> = {}): Promise<TracedFunction> {
  const taskRoot = await createTaskRoot({
    'index.mjs': `import { wrapHandler } from '${await bundledUrl('index')}';
const options = ${options};
export const handler = wrapHandler(async (event) => event, options);
export const streaming = wrapHandler(awslambda.streamifyResponse(async (event, stream) => { stream.end('streamed'); }), options);`,
  });
  const traced = await startTraced({ handler: 'index.handler', register: [], ...rest, taskRoot: taskRoot.path });
  const { [Symbol.asyncDispose]: dispose, ...others } = traced;
  return { ...others, [Symbol.asyncDispose]: () => dispose().then(() => taskRoot[Symbol.asyncDispose]()) };
}

describe.concurrent('wrapHandler', () => {
  it('traces without register', async () => {
    await using traced = await startWrapping('undefined');
    const first = await traced.invoke({ order: 1 });
    const second = await traced.invoke({ order: 2 });
    expect(first.outcome).toMatchObject({ status: 'response', response: { order: 1 } });
    expect(first.documents).toMatchObject([{ in_progress: true, parent_id: first.trace.parentId }, {}]);
    expect(second.finished).toMatchObject([{ parent_id: second.trace.parentId }]);
    expect(traced.running.logs).toEqual([]);
  });

  it('traces a streaming handler', async () => {
    await using traced = await startWrapping('undefined', { handler: 'index.streaming' });
    const { outcome, trace } = await traced.invoke();
    expect(outcome).toMatchObject({ status: 'response', response: 'streamed', streamed: true });
    expect(await traced.daemon.waitForTrace(trace.id, { rootParentId: trace.parentId })).not.toHaveLength(0);
  });

  it('makes one span where register has wrapped the handler too', async () => {
    await using traced = await startWrapping('undefined', { register: ['--import', await bundledUrl('register')] });
    const { documents } = await traced.invoke();
    expect(documents).toHaveLength(2);
    expect(traced.daemon.documents).toHaveLength(2);
  });

  it('takes the word of its caller on the trace, before Lambda’s', async () => {
    await using traced = await startWrapping('{ traceHeader: (event) => event.header }');
    const [given, lambda] = [newTrace(), newTrace()];
    await traced.running.invoke({ header: given.header }, { traceHeader: lambda.header });
    await traced.running.invoke({}, { traceHeader: lambda.header });
    await traced.daemon.settle();
    expect(traced.daemon.documents).toMatchObject([
      { trace_id: given.id, parent_id: given.parentId },
      { trace_id: given.id },
      { trace_id: lambda.id, parent_id: lambda.parentId },
      { trace_id: lambda.id },
    ]);
  });

  it('goes by Lambda’s word where the caller’s function throws, and says so', async () => {
    await using traced = await startWrapping('{ traceHeader: () => { throw new Error("mine"); } }');
    for (let i = 0; i < 2; i++) {
      const { outcome, finished, trace } = await traced.invoke({ order: i });
      expect(outcome).toMatchObject({ status: 'response', response: { order: i } });
      expect(finished).toMatchObject([{ parent_id: trace.parentId }]);
    }
    expect(traced.running.logs.filter((line) => line.startsWith('otel-xray/lambda'))).toEqual([
      expect.stringContaining('traceHeader threw'),
    ]);
  });
});
