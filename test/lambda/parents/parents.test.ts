import type { SegmentDocument } from '@otel-xray/segments';
import { lintDocument } from '@otel-xray/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTrace, startTraced, type LambdaTrace, type TracedFunction } from '../traced-function.ts';

/** W3C's words for a span of another service. */
function toTraceparent({ id, parentId }: LambdaTrace): string {
  return `00-${id.slice(2).replace('-', '')}-${parentId}-01`;
}

/** What the runtime client tells of an invocation's trace, by the ways in which it may. */
interface Told {
  /** By the header of the Runtime API: context, store and variable in one. */
  readonly header?: string;
  readonly store?: string;
  readonly variable?: string;
  readonly traceparent?: string;
  readonly baggage?: string;
  /** By headers of the request that the event is. */
  readonly request?: Readonly<Record<string, string>>;
}

interface Found {
  readonly response: {
    readonly traceId: string;
    readonly isRecording: boolean;
    readonly headers: Readonly<Record<string, string>>;
  };
  /** The document of the finished invocation; `undefined` where none was sent. */
  readonly document: SegmentDocument | undefined;
  /** Lines of the log since the invocation before. */
  readonly logs: readonly string[];
}

/** Invokes the function so that it finds what it is told. */
async function find(traced: TracedFunction, { header, request, ...next }: Told): Promise<Found> {
  await traced.running.invoke({ next });
  await traced.daemon.settle();
  traced.daemon.clear();
  const before = traced.running.logs.length;
  const event = request && { version: '2.0', headers: request, requestContext: { http: { method: 'GET', path: '/' } } };
  const outcome = await traced.running.invoke(event ?? {}, { traceHeader: header });
  await traced.daemon.settle();
  const { documents } = traced.daemon;
  expect(documents.flatMap(lintDocument)).toEqual([]);
  return {
    response: (outcome as unknown as Found).response,
    document: documents.find((one) => one.in_progress !== true),
    logs: traced.running.logs.slice(before),
  };
}

/** Starts the function for a group of tests. */
function traceAll(environment: Readonly<Record<string, string>> = {}): () => TracedFunction {
  let traced: TracedFunction;
  beforeAll(async () => {
    traced = await startTraced({ handler: 'sources.handler', environment });
  });
  afterAll(() => traced[Symbol.asyncDispose]());
  return () => traced;
}

const [one, two, three] = [newTrace(), newTrace(), newTrace()] as const;

describe('whose trace it is', () => {
  const traced = traceAll();

  it.each([
    {
      told: { header: one.header, store: two.header, variable: three.header },
      parent: one,
      why: 'context before store',
    },
    { told: { store: two.header, variable: three.header }, parent: two, why: 'store before variable' },
    { told: { variable: three.header }, parent: three, why: 'the variable alone' },
    { told: { store: '', variable: three.header }, parent: three, why: 'an empty one is none' },
    { told: { header: one.header, traceparent: toTraceparent(two) }, parent: one, link: two, why: 'X-Ray before W3C' },
    { told: { header: one.header, traceparent: toTraceparent(one) }, parent: one, why: 'the same trace twice' },
    { told: { traceparent: toTraceparent(two) }, parent: two, why: 'W3C where X-Ray passes none' },
    {
      told: { request: { 'X-Amzn-Trace-Id': three.header } },
      parent: three,
      why: 'a request where Lambda passes none',
    },
    {
      told: { header: one.header, request: { 'X-Amzn-Trace-Id': two.header } },
      parent: one,
      link: two,
      why: 'Lambda before a request of another trace',
    },
    {
      told: { header: one.header, request: { 'X-Amzn-Trace-Id': `Root=${one.id}` } },
      parent: one,
      why: 'Lambda before a request of the same trace',
    },
    {
      told: { header: `Root=${one.id}`, request: { 'X-Amzn-Trace-Id': one.header } },
      parent: one,
      why: 'the request where it names the parent that Lambda leaves out',
    },
    {
      told: { header: one.header, request: { Traceparent: toTraceparent(two) } },
      parent: one,
      link: two,
      why: 'Lambda before W3C in a request',
    },
    { told: { request: { Traceparent: toTraceparent(two) } }, parent: two, why: 'W3C in a request' },
  ] as const)('$why', async ({ told, parent, ...rest }) => {
    const { document, response } = await find(traced(), told);
    const link = 'link' in rest ? rest.link : undefined;
    expect(document).toMatchObject({ trace_id: parent.id, parent_id: parent.parentId });
    expect(response.traceId).toBe(parent.id.slice(2).replace('-', ''));
    const links = document?.links?.map(({ trace_id, id }) => ({ trace_id, id }));
    expect(links).toEqual(link && [{ trace_id: link.id, id: link.parentId }]);
  });

  it('passes it on in both languages, with the baggage that came', async () => {
    const header = `${one.header};Lineage=a87bd80c:1|68fd508a:5`;
    const { response, document } = await find(traced(), { header, baggage: 'plan=gold' });
    expect(response.headers).toEqual({
      'x-amzn-trace-id': `Root=${one.id};Parent=${document?.id};Sampled=1;Lineage=a87bd80c:1|68fd508a:5`,
      traceparent: `00-${response.traceId}-${document?.id}-01`,
      baggage: 'plan=gold',
    });
  });
});

describe('what a header leaves out', () => {
  const traced = traceAll({ OTEL_LOG_LEVEL: 'debug' });

  it('Sampled=0: nothing is sent, one line says why, and the trace goes on unsampled', async () => {
    const { document, response, logs } = await find(traced(), { header: one.header.replace('Sampled=1', 'Sampled=0') });
    expect(document).toBeUndefined();
    expect(response.isRecording).toBe(false);
    expect(response.headers['x-amzn-trace-id']).toMatch(new RegExp(`^Root=${one.id};Parent=[0-9a-f]{16};Sampled=0$`));
    expect(logs.filter((line) => line.includes('not recorded'))).toEqual([
      expect.stringContaining('an invocation is not recorded: its trace header says Sampled=0'),
    ]);
  });

  it.each([
    { header: one.header.replace('Sampled=1', 'Sampled=?'), why: 'Sampled=?' },
    { header: one.header.replace(';Sampled=1', ''), why: 'no Sampled' },
    { header: `${one.header};Sampled=maybe`, why: 'a Sampled that is none' },
  ])('$why: recorded, below Lambda’s segment', async ({ header }) => {
    const { document } = await find(traced(), { header });
    expect(document).toMatchObject({ trace_id: one.id, parent_id: one.parentId, type: 'subsegment' });
  });

  it('Root only: recorded in the trace, as a segment, since no parent is known', async () => {
    const { document, response } = await find(traced(), { header: `Root=${one.id}` });
    expect(document).toMatchObject({ trace_id: one.id, name: 'function-under-test' });
    expect(document).not.toHaveProperty('parent_id');
    expect(document).not.toHaveProperty('type');
    expect(response.headers['x-amzn-trace-id']).toBe(`Root=${one.id};Parent=${document?.id};Sampled=1`);
  });

  it('none: recorded in a trace of its own', async () => {
    const { document } = await find(traced(), {});
    expect(document).toMatchObject({ trace_id: expect.stringMatching(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/) });
    expect(document).not.toHaveProperty('parent_id');
  });

  it('no trace header at all: recorded in a trace of its own, and told', async () => {
    const { document, logs } = await find(traced(), { header: 'Root=1-tea;Parent=pot;Sampled=1' });
    expect(document?.trace_id).not.toContain('tea');
    expect(document).not.toHaveProperty('parent_id');
    expect(logs.join('\n')).toContain('is not a trace header');
  });
});

describe('settings', () => {
  it.each([
    {
      why: 'policy event: W3C first, X-Ray linked',
      environment: { OTEL_XRAY_PARENT: 'event' },
      told: { header: one.header, traceparent: toTraceparent(two) },
      expected: { trace_id: two.id, parent_id: two.parentId, links: [{ trace_id: one.id }] },
    },
    {
      why: 'policy event: the request first, in X-Ray’s words',
      environment: { OTEL_XRAY_PARENT: 'event' },
      told: { header: one.header, request: { 'x-amzn-trace-id': three.header } },
      expected: { trace_id: three.id, parent_id: three.parentId, links: [{ trace_id: one.id }] },
    },
    {
      why: 'policy event: X-Ray where the event has none',
      environment: { OTEL_XRAY_PARENT: 'event' },
      told: { header: one.header },
      expected: { trace_id: one.id, parent_id: one.parentId },
    },
    {
      why: 'a segment of its own below Lambda’s',
      environment: { OTEL_XRAY_LAMBDA_ROOT: 'segment' },
      told: { header: one.header },
      expected: { trace_id: one.id, parent_id: one.parentId, origin: 'AWS::Lambda::Function' },
      isSegment: true,
    },
    {
      why: 'propagators without xray-lambda: W3C alone',
      environment: { OTEL_PROPAGATORS: 'tracecontext' },
      told: { header: one.header, traceparent: toTraceparent(two) },
      expected: { trace_id: two.id, parent_id: two.parentId },
    },
  ])('$why', async ({ environment, told, expected, isSegment = false }) => {
    await using traced = await startTraced({ handler: 'sources.handler', environment });
    const { document } = await find(traced, told);
    expect(document).toMatchObject(expected);
    expect(document?.type).toBe(isSegment ? undefined : 'subsegment');
  });
});
