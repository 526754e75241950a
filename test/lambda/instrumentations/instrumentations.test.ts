import { fileURLToPath } from 'node:url';
import type { Daemon, InvocationOutcome, RunningFunction } from '@otel-xray/testing';
import { startDaemon, startFunction } from '@otel-xray/testing';
import '@otel-xray/testing/vitest';
import type { SegmentDocument } from '@otel-xray/segments';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startService } from './service.ts';
import type { Service } from './service.ts';

const REGISTER = fileURLToPath(new URL('../../../packages/lambda/src/register.ts', import.meta.url));
const FUNCTIONS = fileURLToPath(new URL('functions', import.meta.url));

const TRACE_ID = '1-6553f100-a1b2c3d4e5f60718293a4b5c';
const LAMBDA_SEGMENT = '53995c3f42cd8ad8';

const FETCH_NODE = '"127.0.0.1" namespace=remote http.request.method=GET http.response.status=200 !aws';
const DYNAMODB_NODE = 'DynamoDB namespace=aws aws.operation=GetItem aws.table_name=orders http.response.status=200';

let daemon: Daemon;
let service: Service;
let running: RunningFunction | undefined;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());
beforeEach(async () => {
  daemon = await startDaemon();
});
afterEach(async () => {
  await running?.close();
  await daemon.close();
});

interface StartOptions {
  readonly handler: string;
  readonly enabled: string;
  readonly preload?: '--import' | '--require';
}

async function start({ handler, enabled, preload }: StartOptions): Promise<RunningFunction> {
  running = await startFunction({
    handler,
    taskRoot: FUNCTIONS,
    nodeArguments: ['-C', 'source', ...(preload === undefined ? [] : [preload, REGISTER])],
    environment: {
      SERVICE_URL: service.url,
      AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      OTEL_XRAY_IN_PROGRESS: 'false',
      OTEL_NODE_ENABLED_INSTRUMENTATIONS: enabled,
    },
  });
  return running;
}

interface Invoked {
  readonly outcome: InvocationOutcome;
  /** Everything that the function has sent since it was started. */
  readonly documents: readonly SegmentDocument[];
}

async function invoke(started: RunningFunction, event: unknown): Promise<Invoked> {
  const traceHeader = `Root=${TRACE_ID};Parent=${LAMBDA_SEGMENT};Sampled=1`;
  const outcome = await started.invoke(event, { traceHeader });
  await daemon.waitForTrace(TRACE_ID, { rootParentId: LAMBDA_SEGMENT });
  await daemon.settle();
  return { outcome, documents: [...daemon.documents] };
}

describe.each([
  { kind: 'an ES module', handler: 'esm.handler', preload: '--import' },
  { kind: 'an ES module', handler: 'esm.handler', preload: '--require' },
  { kind: 'CommonJS', handler: 'commonjs.handler', preload: '--import' },
  { kind: 'CommonJS', handler: 'commonjs.handler', preload: '--require' },
] as const)('register by $preload, the function is $kind', ({ handler, preload }) => {
  it('shows each call below the invocation, in its one document', async () => {
    const started = await start({ handler, preload, enabled: 'undici,http,aws-sdk' });
    const { outcome, documents } = await invoke(started, ['fetch', 'http', 'dynamodb']);
    expect(outcome).toMatchObject({ status: 'response', response: 3 });
    expect(started.logs).toEqual([]);
    expect(documents).toHaveLength(1);
    expect(documents).toMatchTrace(`function-under-test\n  ${FETCH_NODE}\n  ${FETCH_NODE}\n  ${DYNAMODB_NODE}`);
  });
});

describe('what is enabled', () => {
  it.each([
    { enabled: 'undici', nodes: [FETCH_NODE] },
    { enabled: 'http', nodes: [FETCH_NODE, '"127.0.0.1" http.request.method=POST'] },
    { enabled: 'aws-sdk', nodes: [DYNAMODB_NODE] },
    { enabled: 'none', nodes: [] },
  ])('is all that is traced: $enabled', async ({ enabled, nodes }) => {
    const started = await start({ handler: 'esm.handler', preload: '--import', enabled });
    const { documents } = await invoke(started, ['fetch', 'http', 'dynamodb']);
    expect(documents).toMatchTrace(['function-under-test', ...nodes.map((node) => `  ${node}`)].join('\n'));
  });
});

describe('the trace header of a call', () => {
  it('names the subsegment of that call', async () => {
    const started = await start({ handler: 'esm.handler', preload: '--import', enabled: 'undici,http' });
    const before = service.requests.length;
    const { documents } = await invoke(started, ['fetch', 'http']);
    const sent = service.requests.slice(before).filter(({ path }) => path === '/prices');
    expect(sent.map(({ traceHeader }) => traceHeader)).toEqual(
      documents[0]?.subsegments?.map(({ id }) => `Root=${TRACE_ID};Parent=${id};Sampled=1`),
    );
    expect(sent).toHaveLength(2);
  });
});

describe('what belongs to no invocation', () => {
  it('is not recorded: calls while the function is loaded, and the polls of the runtime client', async () => {
    const started = await start({ handler: 'esm.handler', preload: '--import', enabled: 'undici,http,aws-sdk' });
    await invoke(started, []);
    const { documents } = await invoke(started, []);
    expect(service.requests.some(({ path }) => path === '/init')).toBe(true);
    expect(documents).toHaveLength(2);
    for (const document of documents) expect(document).toMatchTrace('function-under-test');
  });

  it('is not recorded within an invocation either: calls to the Runtime API', async () => {
    const started = await start({ handler: 'esm.streaming', preload: '--import', enabled: 'undici,http' });
    const { outcome, documents } = await invoke(started, ['runtimeApi', 'fetch']);
    expect(outcome).toMatchObject({ streamed: true, response: 'so far, so good' });
    expect(documents).toMatchTrace(`function-under-test\n  ${FETCH_NODE}`);
  });
});

describe('wrapHandler', () => {
  it('traces what can be patched late, and says once what cannot', async () => {
    const started = await start({ handler: 'wrapped.handler', enabled: 'http,undici,aws-sdk' });
    const { documents } = await invoke(started, {});
    expect(documents).toMatchTrace(`function-under-test\n  ${FETCH_NODE}\n  ${FETCH_NODE}`);
    expect(started.logs).toEqual([expect.stringContaining("'aws-sdk' is left out")]);
  });

  it('has nothing to say where no instrumentation is asked for', async () => {
    const started = await start({ handler: 'wrapped.handler', enabled: '' });
    const { documents } = await invoke(started, {});
    expect(documents).toMatchTrace('function-under-test');
    expect(started.logs).toEqual([]);
  });
});
