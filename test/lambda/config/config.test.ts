import { describe, expect, it } from 'vitest';
import { createTaskRoot } from '../task-root.ts';
import { startTraced, type TracedOutcome } from '../traced-function.ts';
import { startOtlpReceiver } from './otlp-receiver.ts';

const ORDER = { order: 7 };
const answered = { status: 'response', response: ORDER };

describe.concurrent('OTEL_TRACES_EXPORTER', () => {
  it('none: nothing is sent, and the trace still goes on', async () => {
    await using traced = await startTraced({
      handler: 'sources.handler',
      environment: { OTEL_TRACES_EXPORTER: 'none' },
    });
    const { outcome, trace, documents } = await traced.invoke();
    expect(outcome).toMatchObject({ response: { headers: { 'x-amzn-trace-id': expect.stringContaining(trace.id) } } });
    expect(documents).toEqual([]);
  });

  it('console: documents are lines of the log', async () => {
    await using traced = await startTraced({
      handler: 'work.handler',
      environment: { OTEL_TRACES_EXPORTER: 'console' },
    });
    const { outcome, trace, documents } = await traced.invoke(ORDER);
    expect(outcome).toMatchObject(answered);
    expect(documents).toEqual([]);
    expect(traced.running.logs.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { trace_id: trace.id, in_progress: true },
      { trace_id: trace.id, subsegments: [{ name: 'find order' }] },
    ]);
  });

  it.each([
    { protocol: undefined, contentType: 'application/x-protobuf', why: 'unset' },
    { protocol: '', contentType: 'application/x-protobuf', why: 'empty' },
    { protocol: 'http/protobuf', contentType: 'application/x-protobuf', why: 'protobuf' },
    { protocol: 'http/json', contentType: 'application/json', why: 'JSON' },
  ])('otlp: the official exporter, of the function’s own dependencies ($why)', async ({ protocol, contentType }) => {
    await using receiver = await startOtlpReceiver();
    await using traced = await startTraced({
      handler: 'work.handler',
      environment: {
        OTEL_TRACES_EXPORTER: 'otlp',
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        ...(protocol !== undefined && { OTEL_EXPORTER_OTLP_PROTOCOL: protocol }),
      },
    });
    const { outcome, documents } = await traced.invoke(ORDER);
    expect(outcome).toMatchObject(answered);
    expect(documents).toEqual([]);
    expect(receiver.requests).toMatchObject([{ path: '/v1/traces', contentType }]);
    for (const name of ['function-under-test', 'find order', 'read row']) {
      expect(receiver.requests[0]?.body.toString('latin1')).toContain(name);
    }
    expect(traced.running.logs).toEqual([]);
  });

  it('a list: all of them get the spans', async () => {
    await using receiver = await startOtlpReceiver();
    await using traced = await startTraced({
      handler: 'work.handler',
      environment: { OTEL_TRACES_EXPORTER: 'xray,otlp', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    });
    const { finished } = await traced.invoke(ORDER);
    expect(finished).toMatchObject([{ subsegments: [{ name: 'find order' }] }]);
    expect(receiver.requests).toHaveLength(1);
  });

  it('otlp without its package: the function runs, and the log says once what is missing', async () => {
    await using taskRoot = await createTaskRoot({ 'index.mjs': 'export const handler = async (event) => event;' });
    await using traced = await startTraced({
      handler: 'index.handler',
      taskRoot: taskRoot.path,
      environment: { OTEL_TRACES_EXPORTER: 'otlp' },
    });
    for (let i = 0; i < 3; i++) expect(await traced.invoke(ORDER)).toMatchObject({ outcome: answered });
    const told = traced.running.logs.filter((line) => line.startsWith('otel-xray/lambda'));
    expect(told).toEqual([
      expect.stringMatching(/the exporter could not be loaded.*@opentelemetry\/exporter-trace-otlp-proto/),
      expect.stringContaining('spans could not be handed over (told once)'),
    ]);
  });

  it('otlp with nobody at its endpoint: the function runs, and the log says once why', async () => {
    await using traced = await startTraced({
      handler: 'work.handler',
      environment: {
        OTEL_TRACES_EXPORTER: 'otlp',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
        OTEL_XRAY_FLUSH_TIMEOUT: '200',
      },
    });
    for (let i = 0; i < 3; i++) expect(await traced.invoke(ORDER)).toMatchObject({ outcome: answered });
    expect(traced.running.logs.filter((line) => line.startsWith('otel-xray/lambda'))).toHaveLength(1);
  });

  it('otlp with an endpoint that never answers: an answer waits no longer than it may', async () => {
    await using receiver = await startOtlpReceiver({ isDeaf: true });
    await using traced = await startTraced({
      handler: 'work.handler',
      environment: {
        OTEL_TRACES_EXPORTER: 'otlp',
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_XRAY_FLUSH_TIMEOUT: '200',
      },
    });
    const invocations: TracedOutcome[] = [];
    for (let i = 0; i < 3; i++) invocations.push(await traced.invoke(ORDER));
    expect(invocations.map(({ outcome }) => outcome)).toMatchObject([answered, answered, answered]);
    // By default it would be a second each time.
    expect(Math.min(...invocations.map(({ millis }) => millis))).toBeLessThan(900);
    // The exporter's own word of its time-out may come beside it.
    const told = traced.running.logs.filter((line) => line.includes('spans were not handed over within 200 ms'));
    expect(told).toHaveLength(1);
  });

  it('otlp with an endpoint that never answers: the second answer waits a tenth of that', async () => {
    await using receiver = await startOtlpReceiver({ isDeaf: true });
    await using traced = await startTraced({
      handler: 'work.handler',
      environment: { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    });
    const invocations: TracedOutcome[] = [];
    for (let i = 0; i < 3; i++) invocations.push(await traced.invoke(ORDER));
    const [first, ...others] = invocations.map(({ millis }) => millis);
    expect(first).toBeGreaterThan(950);
    expect(Math.min(...others)).toBeLessThan(900);
  });
});

describe.concurrent('what else decides', () => {
  it('OTEL_SDK_DISABLED: nothing is there, nothing is said', async () => {
    await using traced = await startTraced({ handler: 'throws.handler', environment: { OTEL_SDK_DISABLED: 'true' } });
    const { outcome, documents } = await traced.invoke({ how: 'error' });
    expect(outcome).toMatchObject({ status: 'error', error: { errorType: 'NoTable' } });
    expect(JSON.stringify(outcome)).not.toContain('register.mjs');
    expect(documents).toEqual([]);
    expect(traced.running.logs).toEqual([]);
  });

  it.each([
    { propagators: 'xray', headers: ['x-amzn-trace-id'] },
    { propagators: 'tracecontext, baggage', headers: ['traceparent'] },
    { propagators: 'none', headers: [] },
  ])('OTEL_PROPAGATORS=$propagators', async ({ propagators, headers }) => {
    await using traced = await startTraced({
      handler: 'sources.handler',
      environment: { OTEL_PROPAGATORS: propagators },
    });
    const { outcome } = await traced.invoke();
    const { response } = outcome as unknown as { response: { headers: Record<string, string> } };
    expect(Object.keys(response.headers)).toEqual(headers);
  });

  it.each([
    {
      sampler: 'always_off',
      argument: undefined,
      sampled: 0,
      unsampled: 0,
      why: 'nothing',
    },
    { sampler: 'always_on', argument: undefined, sampled: 1, unsampled: 1, why: 'all' },
    { sampler: 'parentbased_always_off', argument: undefined, sampled: 1, unsampled: 0, why: 'as the parent says' },
    { sampler: 'traceidratio', argument: '0', sampled: 0, unsampled: 0, why: 'none of them' },
  ])('OTEL_TRACES_SAMPLER=$sampler ($why)', async ({ sampler, argument, sampled, unsampled }) => {
    await using traced = await startTraced({
      handler: 'work.handler',
      environment: {
        OTEL_TRACES_SAMPLER: sampler,
        ...(argument !== undefined && { OTEL_TRACES_SAMPLER_ARG: argument }),
      },
    });
    const first = await traced.invoke();
    expect(first.finished).toHaveLength(sampled);
    const header = first.trace.header.replace('Sampled=1', 'Sampled=0');
    traced.daemon.clear();
    await traced.invoke({}, { traceHeader: header });
    expect(traced.daemon.documents.filter((one) => one.in_progress !== true)).toHaveLength(unsampled);
  });

  it('AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA: the context says whose trace it is, be the event what it may', async () => {
    const environment = { AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA: '1' };
    await using traced = await startTraced({ handler: 'echo.handler', environment });
    for (const event of [null, 'text', 7, [], [null], { headers: null }, { Records: [null] }, { Records: {} }]) {
      const { outcome, finished, trace } = await traced.invoke(event);
      expect(outcome).toMatchObject({ status: 'response', response: event });
      expect(finished).toMatchObject([{ parent_id: trace.parentId }]);
      expect(finished[0]).not.toHaveProperty('fault');
    }
    expect(traced.running.logs).toEqual([]);
  });

  it('a service name and attributes of the resource', async () => {
    await using traced = await startTraced({
      handler: 'work.handler',
      environment: { OTEL_SERVICE_NAME: 'orders', OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.2,app.team=tea%20room' },
    });
    const { finished } = await traced.invoke();
    expect(JSON.stringify(finished)).toContain('tea room');
    expect(finished).toMatchObject([{ metadata: { default: { 'otel.resource.service.name': 'orders' } } }]);
  });
});

const WRONG = {
  OTEL_TRACES_EXPORTER: 'zipkin',
  OTEL_PROPAGATORS: 'b3',
  OTEL_TRACES_SAMPLER: 'sometimes',
  OTEL_SDK_DISABLED: 'perhaps',
  OTEL_BSP_MAX_QUEUE_SIZE: '-1',
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '9999',
  OTEL_BSP_SCHEDULE_DELAY: 'soon',
  OTEL_BSP_EXPORT_TIMEOUT: '3s',
  OTEL_LOG_LEVEL: 'loud',
  OTEL_RESOURCE_ATTRIBUTES: '%E0%A4%A',
  OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'fortran',
  OTEL_XRAY_PARENT: 'nobody',
  OTEL_XRAY_IN_PROGRESS: '2',
  OTEL_XRAY_FLUSH_TIMEOUT: '0',
  OTEL_XRAY_DEADLINE_MARGIN: '1e3',
  OTEL_XRAY_LAMBDA_ROOT: 'tree',
  OTEL_XRAY_PRESET: 'datadog',
  OTEL_XRAY_REHEARSAL: 'always',
};

describe.concurrent('a wrong value', () => {
  it('is told in one line, and ignored: the function runs and is traced', async () => {
    await using traced = await startTraced({ handler: 'work.handler', environment: WRONG });
    const { outcome, finished } = await traced.invoke(ORDER);
    expect(outcome).toMatchObject(answered);
    expect(finished).toMatchObject([{ subsegments: [{ name: 'find order' }] }]);
    const { logs } = traced.running;
    for (const [name, value] of Object.entries(WRONG)) {
      expect(logs.filter((line) => line.includes(`${name}=${value} is ignored; using `))).toHaveLength(1);
    }
    expect(logs).toHaveLength(Object.keys(WRONG).length);
  });

  it.each([
    { name: 'OTEL_TRACES_EXPORTER', value: 'xray,zipkin', documents: 1, why: 'what is known of a list counts' },
    { name: 'OTEL_TRACES_SAMPLER_ARG', value: '2', documents: 1, why: 'nobody asks for it' },
    { name: 'AWS_XRAY_DAEMON_ADDRESS', value: 'nowhere', documents: 0, why: 'sent to where a daemon is by default' },
  ])('$name=$value ($why)', async ({ name, value, documents }) => {
    await using traced = await startTraced({ handler: 'work.handler', environment: { [name]: value } });
    const { outcome, finished } = await traced.invoke(ORDER);
    expect(outcome).toMatchObject(answered);
    expect(finished).toHaveLength(documents);
    const told = traced.running.logs.filter((line) => line.includes(name));
    expect(told).toHaveLength(name.endsWith('_ARG') ? 0 : 1);
  });
});
