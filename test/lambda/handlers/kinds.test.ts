import { lintDocument } from '@otel-xray/testing';
import { describe, expect, it } from 'vitest';
import { createTaskRoot } from '../task-root.ts';
import { startTraced } from '../traced-function.ts';
import { KINDS } from './kinds.ts';

const EVENT = { order: 7 };

describe.concurrent('a handler of every kind is run and traced', () => {
  it.each(KINDS)('$why', async ({ files, handler, response = EVENT, isStreaming }) => {
    await using taskRoot = await createTaskRoot(files);
    await using traced = await startTraced({ handler, taskRoot: taskRoot.path });
    const { outcome, trace } = await traced.invoke(EVENT);
    // What is streamed has all gone out before the invocation ends.
    const documents = await traced.daemon.waitForTrace(trace.id, { rootParentId: trace.parentId });

    expect(outcome, traced.running.logs.join('\n')).toMatchObject({
      status: 'response',
      response,
      ...(isStreaming && { streamed: true }),
    });
    const invocation = { name: 'function-under-test', type: 'subsegment', parent_id: trace.parentId };
    expect(documents).toMatchObject([{ ...invocation, in_progress: true }, invocation]);
    expect(documents[1]).not.toHaveProperty('in_progress');
    expect(documents[1]).not.toHaveProperty('fault');
    expect(documents.flatMap(lintDocument)).toEqual([]);
    expect(traced.running.logs).toEqual([]);
  });
});
