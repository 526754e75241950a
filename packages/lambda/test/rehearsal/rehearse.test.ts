import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { context, diag, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InProgressSpanProcessor, XRaySpanExporter } from '@otel-xray/exporter';
import type { Sender } from '@otel-xray/exporter';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createTracing } from '../../src/boot/create-tracing.ts';
import { installLogger } from '../../src/boot/logger.ts';
import { resolveConfig } from '../../src/config/config.ts';
import { LateDelivery } from '../../src/delivery/late-delivery.ts';
import { createDelivery } from '../../src/delivery/xray.ts';
import type { Delivery } from '../../src/delivery/xray.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import type { Tracing } from '../../src/tracing.ts';
import { recordTracing } from '../tracing.ts';

/** Tracing of its own through `delivery`, as `boot` makes it. */
function tracingBy(delivery: Delivery, env: Record<string, string> = {}) {
  return createTracing(resolveConfig(env), env, [new LateDelivery(async () => delivery)]).tracing;
}

/** What is said on the console through our logger; grows. */
function hearConsole(): readonly unknown[] {
  const told: unknown[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => told.push(text) > 0);
  }
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation((...words) => void told.push(words));
  }
  installLogger(diag, resolveConfig({ OTEL_LOG_LEVEL: 'all' }));
  // The API tells of its logger.
  told.length = 0;
  onTestFinished(() => {
    diag.disable();
    vi.restoreAllMocks();
  });
  return told;
}

/** What a daemon's socket gets; `next` waits for one. */
async function startReceiver() {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  vi.stubEnv('AWS_XRAY_DAEMON_ADDRESS', `127.0.0.1:${socket.address().port}`);
  onTestFinished(() => void socket.close());
  return { next: async () => toDocument(((await once(socket, 'message')) as [Buffer])[0]) };
}

function toDocument(datagram: Buffer): unknown {
  return JSON.parse(datagram.toString('utf8').split('\n')[1] ?? '');
}

describe('rehearse', () => {
  beforeEach(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  });
  afterEach(() => {
    context.disable();
    vi.unstubAllEnvs();
  });

  it('goes the whole way to the sender, twice: in progress, and finished with every kind of call', async () => {
    const datagrams: Buffer[] = [];
    const send: Sender['send'] = async (batch) => {
      datagrams.push(...batch);
      return { status: 'sent' };
    };
    const sender = { send, forceFlush: async () => undefined, shutdown: async () => undefined };
    const exporter = new XRaySpanExporter({ sender });
    const inProgress = new InProgressSpanProcessor({ sender, enabled: true });
    const delivery = {
      exporter,
      start: (span) => inProgress.onStart(span as never),
      open: async () => undefined,
      forceFlush: () => inProgress.forceFlush(),
    } as Partial<Delivery> as Delivery;
    await rehearse({ rehearsal: () => tracingBy(delivery) });
    const documents = datagrams.map(toDocument);
    const started = { trace_id: '1-00000001-000000000000000000000001', in_progress: true };
    const finished = {
      http: { request: { method: 'GET' }, response: { status: 200 } },
      subsegments: [
        { namespace: 'remote', http: { response: { status: 200 } } },
        { namespace: 'aws', aws: { operation: 'GetItem' } },
        { namespace: 'remote', sql: { sanitized_query: 'SELECT ?' } },
        { name: 'step' },
      ],
    };
    expect(documents).toMatchObject([started, finished, started, finished]);
    for (const index of [1, 3]) expect(documents[index]).not.toHaveProperty('in_progress');
  });

  it.each([{ name: 'xray' }, { name: 'console' }] as const)(
    'by $name: all of it becomes documents, none is dropped or cut, and nothing of it is seen',
    async ({ name }) => {
      await startReceiver();
      const told = hearConsole();
      const real = createDelivery(name, resolveConfig({}));
      await real.open();
      const before = process.getActiveResourcesInfo();
      const muted = real.muted();
      await rehearse({ rehearsal: () => tracingBy(muted) });
      expect(process.getActiveResourcesInfo()).toEqual(before);
      expect(told).toEqual([]);
      const { spans, sent, datagrams, dropped, notes } = muted.exporter.stats();
      expect({ spans, sent, datagrams }).toEqual({ spans: 10, sent: 10, datagrams: 2 });
      expect([...Object.values(dropped), ...Object.values(notes)].filter((count) => count !== 0)).toEqual([]);
      expect(real.exporter.stats()).toMatchObject({ spans: 0, datagrams: 0 });
      await real.exporter.shutdown();
    },
  );

  it('leaves the tracing that it was made from as it was: the first that arrives is what is real', async () => {
    const { next } = await startReceiver();
    const real = createDelivery('xray', resolveConfig({}));
    const tracing = tracingBy(real);
    await tracing.open();
    const first = next();
    await rehearse(tracing);
    expect(trace.getSpan(context.active())).toBeUndefined();
    const span = tracing.tracer.startSpan('real');
    expect(await first).toMatchObject({ name: 'real', in_progress: true });
    const second = next();
    span.end();
    await tracing.flush(1000);
    expect(await second).toMatchObject({ name: 'real', end_time: expect.any(Number) as number });
    expect(real.exporter.stats()).toMatchObject({ spans: 1, sent: 1, datagrams: 1 });
    await real.exporter.shutdown();
  });

  const boom = () => {
    throw new Error('boom');
  };
  it.each([
    { what: 'the making', rehearsal: boom },
    { what: 'the opening', rehearsal: (): Tracing => ({ ...recordTracing(), open: async () => boom() }) },
    { what: 'a call', rehearsal: (): Tracing => ({ ...recordTracing(), tracer: { startSpan: boom } as never }) },
    { what: 'the flush', rehearsal: (): Tracing => ({ ...recordTracing(), flush: async () => boom() }) },
    { what: 'a start', rehearsal: () => tracingBy({ ...createDelivery('xray', resolveConfig({})), start: boom }) },
    {
      what: 'the loading',
      rehearsal: () => createTracing(resolveConfig({}), {}, [new LateDelivery(async () => boom())]).tracing,
    },
    {
      what: 'the export',
      rehearsal: () => {
        const muted = createDelivery('xray', resolveConfig({})).muted();
        return tracingBy({ ...muted, exporter: { export: boom } as never });
      },
    },
  ])('says nothing of what fails ($what), and what is real goes on', async ({ rehearsal }) => {
    const told = hearConsole();
    const real = recordTracing();
    await expect(rehearse({ rehearsal })).resolves.toBeUndefined();
    real.tracer.startSpan('real', {}, ROOT_CONTEXT).end();
    expect(real.spans()).toHaveLength(1);
    expect(told).toEqual([]);
    diag.error('what is real is said');
    expect(told).not.toEqual([]);
  });
});
