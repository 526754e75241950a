import '@otel-xray/testing/vitest';
import { fileURLToPath } from 'node:url';
import { lintTrace, startDaemon, startFunction, type Daemon, type RunningFunction } from '@otel-xray/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PARENT = '53995c3f42cd8ad8';
let traces = 0;
/** A trace that no other test has. */
const newTraceId = (): string => `1-6553f100-${(++traces).toString(16).padStart(24, '0')}`;
const headerOf = (traceId: string): string => `Root=${traceId};Parent=${PARENT};Sampled=1`;

const request = (items: readonly string[]) => ({
  headers: { host: 'shop.example', 'x-forwarded-proto': 'https', 'x-amzn-trace-id': `Root=${newTraceId()}` },
  path: '/checkout',
  body: JSON.stringify({ items }),
});

function start(handler: string, environment: Readonly<Record<string, string>> = {}) {
  return startFunction({
    handler,
    taskRoot: fileURLToPath(new URL('../functions', import.meta.url)),
    functionName: 'shop',
    nodeArguments: ['-C', 'source', '--import', fileURLToPath(new URL('../telemetry.ts', import.meta.url))],
    environment: { AWS_XRAY_DAEMON_ADDRESS: daemon.address, ...environment },
  });
}

let daemon: Daemon;
let checkout: RunningFunction;
let ship: RunningFunction;

beforeAll(async () => {
  daemon = await startDaemon();
  [checkout, ship] = await Promise.all([start('checkout.handler'), start('ship.handler')]);
});
afterAll(() => Promise.all([checkout.close(), ship.close(), daemon.close()]));

/** Invokes it in a trace of its own, and gives what is at the daemon when it has answered. */
async function invoke(running: RunningFunction, event: unknown) {
  const traceId = newTraceId();
  const outcome = await running.invoke(event, { traceHeader: headerOf(traceId) });
  await daemon.settle();
  const documents = daemon.documents.filter(({ trace_id }) => trace_id === traceId);
  expect(lintTrace(documents, { rootParentId: PARENT })).toEqual([]);
  return { outcome, documents };
}

describe('OpenTelemetry’s own Lambda instrumentation, with our exporter and propagator', () => {
  it('sends an invocation below Lambda’s own segment, before it answers', async () => {
    const { outcome, documents } = await invoke(checkout, request(['tea', 'pot']));
    expect(outcome).toMatchObject({ status: 'response', response: { statusCode: 200, body: '{"cents":500}' } });
    expect(documents[0]).toMatchObject({ in_progress: true, type: 'subsegment', parent_id: PARENT });
    expect(documents).toMatchTrace(`
      shop !error !fault http.request.url=https://shop.example/checkout http.response.status=200 annotations."app.cart.items"=2
        "price cart"
    `);
  });

  it('shows the status of an answer as error', async () => {
    const { documents } = await invoke(checkout, request([]));
    expect(documents).toMatchTrace(`
      shop error !fault http.response.status=400
        "price cart"
    `);
  });

  it('shows what is thrown as fault, with its cause', async () => {
    const { outcome, documents } = await invoke(checkout, request(['moon']));
    expect(outcome).toMatchObject({ status: 'error', error: { errorType: 'RangeError' } });
    expect(documents).toMatchTrace({
      name: 'shop',
      fault: true,
      cause: { exceptions: [{ type: 'RangeError', message: 'not for sale: moon' }] },
      subsegments: [{ name: 'price cart' }],
    });
  });

  it('links a message of SQS to its sender, CommonJS', async () => {
    const sender = newTraceId();
    const record = {
      messageId: 'm-1',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:parcels',
      attributes: { AWSTraceHeader: `Root=${sender};Parent=aaaaaaaaaaaaaaaa;Sampled=1` },
    };
    const { outcome, documents } = await invoke(ship, { Records: [record] });
    expect(outcome).toMatchObject({ status: 'response' });
    expect(documents).toMatchTrace({
      name: 'shop',
      subsegments: [
        { name: expect.any(String), links: [{ trace_id: sender, id: 'aaaaaaaaaaaaaaaa' }] },
        { name: 'print labels' },
      ],
    });
  });

  it('sends nothing of a trace that is not sampled', async () => {
    daemon.clear();
    await checkout.invoke(request(['tea']), { traceHeader: headerOf(newTraceId()).replace('Sampled=1', 'Sampled=0') });
    await daemon.settle();
    expect(daemon.documents).toEqual([]);
  });

  it('keeps invocations apart that run at once', async () => {
    const running = await start('ship.handler', { AWS_LAMBDA_MAX_CONCURRENCY: '8' });
    try {
      const all = await Promise.all(Array.from({ length: 8 }, () => invoke(running, { Records: [{}] })));
      for (const { documents } of all)
        expect(documents).toMatchTrace({ name: 'shop', subsegments: [{ name: 'print labels' }] });
    } finally {
      await running.close();
    }
  });
});
