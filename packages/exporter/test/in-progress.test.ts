import { diag } from '@opentelemetry/api';
import type { ReadableSpan, SegmentDocument } from '@otel-xray/segments';
import { HEADER_LINE } from '@otel-xray/segments';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SENDER_DEADLINE_MILLIS } from '../src/ask-sender.ts';
import { InProgressSpanProcessor } from '../src/in-progress.ts';
import type { Sender, SendOutcome } from '../src/sender.ts';
import { listenToDiag } from './diag-log.ts';
import type { DiagLog } from './diag-log.ts';
import { createReceiver } from './receiver.ts';
import { createRecordingSender } from './recording-sender.ts';
import { aSpan } from './spans.ts';

const REMOTE = { traceId: '6553f100a1b2c3d4e5f60718293a4b5c', spanId: '53995c3f42cd8ad8', isRemote: true };

function started(members: Partial<ReadableSpan> = {}): ReadableSpan {
  return aSpan({ ended: false, endTime: [0, 0], ...members });
}

function documentsOf(batches: readonly (readonly string[])[]): SegmentDocument[] {
  return batches.flat().map((text) => JSON.parse(text.slice(HEADER_LINE.length)) as SegmentDocument);
}

function* yieldForever(): Generator<unknown> {
  for (;;) yield { index: 0, reason: 'too-large' };
}

describe('InProgressSpanProcessor', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    { root: 'a span without a parent', span: started() },
    { root: 'a span with a parent in another process', span: started({ parentSpanContext: REMOTE }) },
    {
      root: 'one of SDK 1.x, which says nothing of its end',
      span: { ...started(), ended: undefined } as unknown as ReadableSpan,
    },
  ])('sends $root as in progress, in one datagram', async ({ span }) => {
    const sender = createRecordingSender();
    const processor = new InProgressSpanProcessor({ sender, enabled: true });
    processor.onStart(span);
    await processor.forceFlush();
    const documents = documentsOf(sender.batches);
    expect(documents).toEqual([expect.objectContaining({ id: span.spanContext().spanId, in_progress: true })]);
    expect(documents[0]).not.toHaveProperty('end_time');
  });

  it('sends a call that stands for its service as one document', async () => {
    const sender = createRecordingSender();
    const processor = new InProgressSpanProcessor({ sender, enabled: true });
    processor.onStart(started({ kind: 2, attributes: { 'server.address': 'prices.example.com' } }));
    await processor.forceFlush();
    expect(documentsOf(sender.batches)).toEqual([
      expect.objectContaining({
        name: 'orders',
        in_progress: true,
        subsegments: [expect.objectContaining({ name: 'prices.example.com', in_progress: true })],
      }),
    ]);
  });

  it('sends of an AWS call only its service, since the call itself ends under the id of its request', async () => {
    const sender = createRecordingSender();
    const processor = new InProgressSpanProcessor({ sender, enabled: true });
    const attributes = { 'rpc.system': 'aws-api', 'rpc.service': 'S3', 'rpc.method': 'GetObject' };
    processor.onStart(started({ kind: 2, attributes }));
    await processor.forceFlush();
    const [document, ...others] = documentsOf(sender.batches);
    expect(document).toMatchObject({ name: 'orders', in_progress: true });
    expect(document).not.toHaveProperty('subsegments');
    expect(others).toEqual([]);
  });

  it.each([
    {
      what: 'a span below one of the same process',
      span: started({ parentSpanContext: { ...REMOTE, isRemote: false } }),
    },
    { what: 'a span whose parent’s place nobody knows', span: started({ parentSpanId: REMOTE.spanId }) },
    {
      what: 'an unsampled span',
      span: started({ spanContext: () => ({ ...REMOTE, spanId: '00000000000000ff', traceFlags: 0 }) }),
    },
    {
      what: 'a span without valid ids',
      span: started({ spanContext: () => ({ traceId: '', spanId: '', traceFlags: 1 }) }),
    },
  ])('sends nothing of $what', async ({ span }) => {
    const sender = createRecordingSender();
    const processor = new InProgressSpanProcessor({ sender, enabled: true });
    processor.onStart(span);
    await processor.forceFlush();
    expect(sender.batches).toEqual([]);
  });

  it.each([
    { where: 'in Lambda', env: 'orders-api', enabled: undefined, sent: 1 },
    { where: 'in Lambda, turned off', env: 'orders-api', enabled: false, sent: 0 },
    { where: 'elsewhere', env: undefined, enabled: undefined, sent: 0 },
    { where: 'elsewhere, turned on', env: undefined, enabled: true, sent: 1 },
  ])('sends $sent documents $where', async ({ env, enabled, sent }) => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', env);
    const sender = createRecordingSender();
    const processor = new InProgressSpanProcessor({ sender, enabled });
    processor.onStart(started());
    await processor.forceFlush();
    expect(sender.batches).toHaveLength(sent);
  });

  it.each(['no', 0, null])('throws a TypeError for %j as enabled', (enabled) => {
    const options = { sender: createRecordingSender(), enabled: enabled as never };
    expect(() => new InProgressSpanProcessor(options)).toThrow(new TypeError('enabled: expected a boolean'));
  });

  it('hands over to the daemon by itself, and closes what it opened', async () => {
    const receiver = await createReceiver();
    const processor = new InProgressSpanProcessor({ daemonAddress: receiver.address, enabled: true });
    processor.onStart(started());
    await processor.shutdown();
    expect(documentsOf([await receiver.received()])).toEqual([expect.objectContaining({ in_progress: true })]);
    processor.onStart(started());
    await processor.shutdown();
    expect(await receiver.received()).toHaveLength(1);
    await receiver.close();
  });

  it('leaves a given sender open', async () => {
    const sender = createRecordingSender();
    await new InProgressSpanProcessor({ sender, enabled: true }).shutdown();
    expect(sender.calls).not.toContain('shutdown');
  });

  describe('whatever becomes of the datagram', () => {
    let log: DiagLog;

    beforeEach(() => {
      log = listenToDiag();
    });
    afterEach(() => {
      diag.disable();
      vi.useRealTimers();
    });

    it('cuts a root that is too large for one', async () => {
      const sender = createRecordingSender();
      const processor = new InProgressSpanProcessor({ sender, enabled: true });
      processor.onStart(started({ attributes: { text: 'x'.repeat(100_000) } }));
      await processor.forceFlush();
      const [datagram = ''] = sender.batches.flat();
      expect(sender.batches.flat()).toHaveLength(1);
      expect(Buffer.byteLength(datagram)).toBeLessThanOrEqual(65_507);
      expect(datagram).toContain('"in_progress":true');
    });

    it('sends it smaller where the way takes less, and remembers the limit', async () => {
      const sizes: number[] = [];
      const send: Sender['send'] = async ([datagram]) => {
        sizes.push(datagram?.length ?? 0);
        const rejected = [{ index: 0, reason: 'too-large' as const }];
        return (datagram?.length ?? 0) > 9_216 ? { status: 'partial', rejected } : { status: 'sent' };
      };
      const processor = new InProgressSpanProcessor({ sender: createRecordingSender({ send }), enabled: true });
      const large = { attributes: { text: 'x'.repeat(20_000) } };
      for (let i = 0; i < 2; i++) {
        processor.onStart(started(large));
        await processor.forceFlush();
      }
      expect(sizes.map((bytes) => bytes <= 9_216)).toEqual([false, true, true]);
      const [, first = 0, second = 0] = sizes;
      expect(processor.stats()).toEqual({ roots: 2, notSent: 0, datagrams: 2, bytes: first + second });
      expect(log.lines).toEqual([]);
    });

    const refused: SendOutcome = { status: 'partial', rejected: [{ index: 0, reason: 'refused' }] };
    const tooLarge: SendOutcome = { status: 'partial', rejected: [{ index: 0, reason: 'too-large' }] };
    it.each<{ why: string; send: Sender['send'] }>([
      { why: 'fails', send: async () => ({ status: 'failed', error: new Error('lost') }) },
      { why: 'refuses it', send: async () => refused },
      { why: 'finds every size too large', send: async () => tooLarge },
      { why: 'gives no outcome', send: async () => undefined as never },
      {
        why: 'rejects what is no rejection',
        send: async () => ({ status: 'partial', rejected: [null as never] }),
      },
      {
        why: 'gives an outcome that throws',
        send: async () =>
          Object.defineProperty({} as SendOutcome, 'status', {
            get() {
              throw new Error('hostile');
            },
          }),
      },
      {
        why: 'yields rejections without end',
        send: async () => ({ status: 'partial', rejected: yieldForever() as never }),
      },
    ])('counts and tells once that the sender $why', async ({ send }) => {
      const processor = new InProgressSpanProcessor({ sender: createRecordingSender({ send }), enabled: true });
      for (let i = 0; i < 3; i++) processor.onStart(started());
      await processor.forceFlush();
      expect(processor.stats()).toEqual({ roots: 3, notSent: 3, datagrams: 0, bytes: 0 });
      expect(log.matching(/was not sent as in progress/)).toHaveLength(1);
    });

    it('counts as sent what was not among the rejected, as the exporter does', async () => {
      const send: Sender['send'] = async () => ({ status: 'partial', rejected: [{ index: 7, reason: 'too-large' }] });
      const processor = new InProgressSpanProcessor({ sender: createRecordingSender({ send }), enabled: true });
      processor.onStart(started());
      await processor.forceFlush();
      expect(processor.stats()).toMatchObject({ roots: 1, notSent: 0, datagrams: 1 });
    });

    it('counts as not sent, and tells as a bug, what fails in between', async () => {
      const { stringify } = JSON;
      const encoding = vi.spyOn(JSON, 'stringify').mockImplementation((value: unknown) => {
        if (Object.hasOwn(Object(value) as object, 'trace_id')) throw new Error('bug');
        return stringify(value);
      });
      const processor = new InProgressSpanProcessor({ sender: createRecordingSender(), enabled: true });
      processor.onStart(started());
      await processor.forceFlush();
      encoding.mockRestore();
      expect(processor.stats()).toMatchObject({ roots: 1, notSent: 1 });
      expect(log.matching(/bug of otel-xray/)).toHaveLength(1);
    });

    it('flushes in time where the sender never answers', async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const never: Sender['send'] = () => new Promise(() => {});
      const processor = new InProgressSpanProcessor({ sender: createRecordingSender({ send: never }), enabled: true });
      processor.onStart(started());
      const flushed = processor.forceFlush();
      await vi.advanceTimersByTimeAsync(SENDER_DEADLINE_MILLIS);
      await expect(flushed).resolves.toBeUndefined();
      expect(processor.stats().notSent).toBe(1);
    });

    it('counts no root that it passes over', async () => {
      const processor = new InProgressSpanProcessor({ sender: createRecordingSender(), enabled: true });
      processor.onStart(started({ parentSpanContext: { ...REMOTE, isRemote: false } }));
      expect(processor.stats()).toEqual({ roots: 0, notSent: 0, datagrams: 0, bytes: 0 });
    });
  });

  it('never throws, whatever the sender or the span does', async () => {
    const throwing = createRecordingSender({
      send: () => {
        throw new Error('bug');
      },
    });
    const processor = new InProgressSpanProcessor({ sender: throwing, enabled: true });
    const hostile = new Proxy({} as ReadableSpan, {
      get() {
        throw new Error('hostile');
      },
    });
    expect(() => processor.onStart(started())).not.toThrow();
    expect(() => processor.onStart(hostile)).not.toThrow();
    await expect(processor.forceFlush()).resolves.toBeUndefined();
  });
});
