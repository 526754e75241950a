import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startDaemon, startFunction } from '@otel-xray/testing';
import type { Daemon, InvocationOutcome, RunningFunction } from '@otel-xray/testing';
import '@otel-xray/testing/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServices } from './services.ts';
import type { Services } from './services.ts';

/** The traces as the README shows them, in the order of the tests below. */
const [ORDERED, REFUSED, WORKED_OFF, FAILED] = [
  ...readFileSync(new URL('../README.md', import.meta.url), 'utf8').matchAll(/^```text\n(.*?)^```$/gms),
].map(([, tree]) => tree ?? '');

const TASK_ROOT = fileURLToPath(new URL('..', import.meta.url));

let daemon: Daemon;
let services: Services;
let api: RunningFunction;
let worker: RunningFunction;

beforeAll(async () => {
  [daemon, services] = await Promise.all([startDaemon(), startServices()]);
  [api, worker] = await Promise.all([start('orders-api', 'http-api'), start('orders-worker', 'sqs-worker')]);
});
afterAll(async () => {
  await Promise.all([api.close(), worker.close()]);
  await Promise.all([daemon.close(), services.close()]);
});

function start(functionName: string, file: string): Promise<RunningFunction> {
  return startFunction({
    functionName,
    handler: `functions/${file}.handler`,
    taskRoot: TASK_ROOT,
    environment: {
      // Beside what the README says: the packages of this repository as sources.
      NODE_OPTIONS: '--conditions=source --import @otel-xray/lambda/register',
      OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,undici,aws-sdk',
      AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      QUEUE_URL: `${services.url}/123456789012/orders`,
      STOCK_URL: services.url,
    },
  });
}

interface Invocation {
  readonly running: RunningFunction;
  readonly traceId: string;
  readonly event: unknown;
}

/** The finished document of an invocation, and how that ended. */
async function invoke({
  running,
  traceId,
  event,
}: Invocation): Promise<{ outcome: InvocationOutcome; document: object }> {
  const rootParentId = '53995c3f42cd8ad8';
  const outcome = await running.invoke(event, { traceHeader: `Root=${traceId};Parent=${rootParentId};Sampled=1` });
  const documents = await daemon.waitForTrace(traceId, { rootParentId });
  const [document, ...more] = documents.filter(({ in_progress }) => in_progress !== true);
  expect(more).toEqual([]);
  for (const one of documents) expect(one).toBeValidSegment();
  return { outcome, document: document ?? {} };
}

const ORDER = {
  version: '2.0',
  routeKey: 'POST /orders',
  rawPath: '/orders',
  headers: { host: 'api.example.com', 'user-agent': 'shop/1.0', 'x-forwarded-proto': 'https' },
  requestContext: {
    domainName: 'api.example.com',
    http: { method: 'POST', path: '/orders', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'shop/1.0' },
  },
};

describe('an HTTP API and a queue', () => {
  it('shows the request with its answer, and the message that it sends', async () => {
    const event = { ...ORDER, body: JSON.stringify({ sku: 'mug' }) };
    const traceId = '1-6553f100-000000000000000000000001';
    const { outcome, document } = await invoke({ running: api, traceId, event });
    expect(outcome).toMatchObject({ response: { statusCode: 202 } });
    expect(document).toMatchTrace(ORDERED ?? '');
  });

  it('says of a bad request that it is the error of its sender', async () => {
    const traceId = '1-6553f100-000000000000000000000002';
    const { document } = await invoke({ running: api, traceId, event: ORDER });
    expect(document).toMatchTrace(REFUSED ?? '');
  });

  it('links the message to the trace of its sender', async () => {
    const traceId = '1-6553f100-000000000000000000000003';
    const { document } = await invoke({ running: worker, traceId, event: { Records: services.messages } });
    expect(document).toMatchTrace(WORKED_OFF ?? '');
    expect(document).toMatchObject({ links: [{ trace_id: '1-6553f100-000000000000000000000001' }] });
  });

  it('shows what the worker throws, and the call that made it throw', async () => {
    const Records = [{ ...services.messages[0], body: JSON.stringify({ sku: 'teapot' }) }];
    const traceId = '1-6553f100-000000000000000000000004';
    const { outcome, document } = await invoke({ running: worker, traceId, event: { Records } });
    expect(outcome).toMatchObject({ status: 'error', error: { errorMessage: 'no teapot in stock: 404' } });
    expect(document).toMatchTrace(FAILED ?? '');
    expect(document).toMatchObject({ cause: { exceptions: [{ message: 'no teapot in stock: 404' }] } });
  });
});
