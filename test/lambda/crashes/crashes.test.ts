import { lintDocument } from '@otel-xray/testing';
import { describe, expect, it } from 'vitest';
import { startTraced } from '../traced-function.ts';

const NOTE = 'otel_xray.note';

describe.concurrent('an invocation that never ends is at the daemon, in progress', () => {
  it.each([
    { how: 'exit', reason: 'exited', why: 'process.exit, before anything else' },
    { how: 'kill', reason: 'exited', why: 'killed' },
    { how: 'uncaught', reason: 'exited', why: 'an uncaught exception' },
    { how: 'rejection', reason: 'exited', why: 'an unhandled rejection' },
    { how: 'memory', reason: 'exited', why: 'out of memory' },
    { how: 'loop', reason: 'timeout', why: 'a loop until the time-out' },
  ])('$why', async ({ how, reason }) => {
    await using traced = await startTraced({
      handler: 'crashes.handler',
      nodeArguments: how === 'memory' ? ['--max-old-space-size=24'] : [],
    });
    const { outcome, trace, documents } = await traced.invoke(
      { how },
      { timeoutMillis: how === 'loop' ? 300 : 20_000 },
    );

    expect(outcome).toMatchObject({ status: 'unanswered', reason });
    expect(documents).toMatchObject([
      { name: 'function-under-test', type: 'subsegment', parent_id: trace.parentId, in_progress: true },
    ]);
    expect(documents.flatMap(lintDocument)).toEqual([]);
  });
});

describe.concurrent('an invocation that is still running shortly before its time-out', () => {
  const environment = { OTEL_XRAY_DEADLINE_MARGIN: '400' };

  it('sends what is open, in progress and with a note, and is ended', async () => {
    await using traced = await startTraced({ handler: 'crashes.handler', environment });
    const { outcome, documents } = await traced.invoke({ how: 'hang' }, { timeoutMillis: 1_000 });

    expect(outcome).toMatchObject({ status: 'unanswered', reason: 'timeout' });
    const note = expect.stringMatching(/^still running 400 ms before the time-out/);
    expect(documents).toMatchObject([
      { in_progress: true },
      {
        id: documents[0]?.id,
        in_progress: true,
        fault: true,
        cause: { exceptions: [{ message: note }] },
        metadata: { default: { [NOTE]: note } },
        subsegments: [{ name: 'wait for nobody', in_progress: true }],
      },
    ]);
    expect(documents[0]).not.toHaveProperty('fault');
    expect(documents.flatMap(lintDocument)).toEqual([]);
  });

  it('is overwritten by its finished self when it makes it', async () => {
    await using traced = await startTraced({ handler: 'crashes.late', environment });
    const { outcome, documents } = await traced.invoke({ leftMillis: 200 }, { timeoutMillis: 1_000 });

    expect(outcome).toMatchObject({ status: 'response', response: 'made it' });
    const last = documents.findLast(({ name }) => name === 'function-under-test');
    expect(last).not.toHaveProperty('in_progress');
    expect(last).not.toHaveProperty('fault');
    expect(JSON.stringify(last)).not.toContain('still running');
    // Whatever has ever been sent as open has been sent as finished too.
    const entities = documents.flatMap(flatten);
    const finished = new Set(entities.filter((one) => one.in_progress !== true).map(({ id }) => id));
    expect(entities.filter(({ id }) => !finished.has(id))).toEqual([]);
    expect([...new Set(entities.map(({ name }) => name))].sort()).toEqual([
      'done early',
      'done late',
      'function-under-test',
    ]);
  });

  it('sends nothing more when it was in time, and the next invocation is watched anew', async () => {
    await using traced = await startTraced({ handler: 'crashes.late', environment });
    const first = await traced.invoke({ leftMillis: 800 }, { timeoutMillis: 1_000 });
    const second = await traced.invoke({ leftMillis: 200 }, { timeoutMillis: 1_000 });

    expect(first.documents).toHaveLength(2);
    expect(traced.daemon.documents.filter(({ trace_id }) => trace_id === first.trace.id)).toHaveLength(2);
    expect(JSON.stringify(first.documents)).not.toContain(NOTE);
    expect(JSON.stringify(second.documents)).toContain(NOTE);
  });

  it('takes along nothing of the invocations that run beside it', async () => {
    await using traced = await startTraced({
      handler: 'crashes.late',
      environment: { ...environment, AWS_LAMBDA_MAX_CONCURRENCY: '2' },
    });
    const [short, long] = await Promise.all([
      traced.invoke({ leftMillis: 200 }, { timeoutMillis: 1_000 }),
      traced.invoke({ leftMillis: 58_900 }, { timeoutMillis: 60_000 }),
    ]);
    expect(JSON.stringify(short.documents)).toContain(NOTE);
    expect(JSON.stringify(long.documents)).not.toContain(NOTE);
    expect(long.documents.filter((one) => one.in_progress)).toHaveLength(1);
  });

  it('is left alone where the margin is 0', async () => {
    await using traced = await startTraced({
      handler: 'crashes.handler',
      environment: { OTEL_XRAY_DEADLINE_MARGIN: '0' },
    });
    const { documents } = await traced.invoke({ how: 'hang' }, { timeoutMillis: 300 });
    expect(documents).toHaveLength(1);
  });
});

interface Entity {
  readonly id: string;
  readonly name: string;
  readonly in_progress?: boolean;
  readonly subsegments?: readonly Entity[];
}

function flatten(entity: Entity): Entity[] {
  return [entity, ...(entity.subsegments ?? []).flatMap(flatten)];
}
