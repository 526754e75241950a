import { encode, type ReadableSpan } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { createSegmentCollector, type SegmentCollector } from '../src/collector.ts';
import { startDaemon } from '../src/daemon.ts';
import { makeSpan } from './spans.ts';

const TRACE = '1-6553f100-a1b2c3d4e5f60718293a4b5c';

function exportTo({ exporter }: SegmentCollector, spans: readonly ReadableSpan[]): Promise<number> {
  return new Promise((resolve) => exporter.export(spans, ({ code }) => resolve(code)));
}

describe('createSegmentCollector', () => {
  it('collects what the real pipeline makes of spans', async () => {
    const collector = createSegmentCollector({ indexedAttributes: ['order.id'] });
    const call = { 'rpc.system': 'aws-api', 'rpc.service': 'DynamoDB', 'rpc.method': 'PutItem' };
    const code = await exportTo(collector, [
      makeSpan({ spanId: '2222222222222222', parentId: '1111111111111111', kind: 2, name: 'put', attributes: call }),
      makeSpan({ attributes: { 'order.id': 'A-17' } }),
    ]);
    expect(code).toBe(0);
    expect(collector.documents).toMatchObject([
      {
        trace_id: TRACE,
        name: 'orders',
        annotations: { 'order.id': 'A-17' },
        subsegments: [{ name: 'DynamoDB', namespace: 'aws', aws: { operation: 'PutItem' } }],
      },
    ]);
    expect(collector.rejected).toEqual([]);
    expect(collector.exporter.stats()).toMatchObject({ sent: 2, dropped: {} });
  });

  it('resolves a wait that began before the trace was there', async () => {
    const collector = createSegmentCollector();
    const trace = collector.waitForTrace(TRACE);
    await exportTo(collector, [makeSpan()]);
    await expect(trace).resolves.toMatchObject([{ id: '1111111111111111' }]);
  });

  it('tells traces apart, in order of arrival', async () => {
    const collector = createSegmentCollector();
    await exportTo(collector, [
      makeSpan({ traceId: 'f'.repeat(32) }),
      makeSpan(),
      makeSpan({ spanId: '2'.repeat(16) }),
    ]);
    expect([...collector.traces()].map(([id, documents]) => [id, documents.length])).toEqual([
      [`1-ffffffff-${'f'.repeat(24)}`, 1],
      [TRACE, 2],
    ]);
  });

  it('rejects what UDP would not carry, and says so to the exporter and to the test', async () => {
    const { sender, rejected, documents } = createSegmentCollector();
    const document = { id: '1'.repeat(16), trace_id: TRACE, name: 'orders', start_time: 1, end_time: 2 } as const;
    const outcome = await sender.send([
      encode({ ...document, user: 'x'.repeat(65_536) }),
      encode(document),
      Buffer.from('no header at all'),
    ]);
    expect(outcome).toEqual({ status: 'partial', rejected: [{ index: 0, reason: 'too-large' }] });
    expect(rejected.map(({ reason }) => reason)).toEqual(['too-large', 'no-line-feed']);
    expect(rejected[0]?.message).toMatch(/^expected at most 65507 bytes, which is what UDP carries, found 65\d{3}$/);
    expect(documents).toEqual([document]);
  });

  it('takes nothing after shutdown', async () => {
    const collector = createSegmentCollector();
    await collector.exporter.shutdown();
    expect(await exportTo(collector, [makeSpan()])).toBe(1);
    expect(await collector.sender.send([Buffer.from('late')])).toEqual({
      status: 'partial',
      rejected: [{ index: 0, reason: 'closed' }],
    });
    expect(collector.documents).toEqual([]);
  });

  it('does not see what others collect: ten at once, with ten daemons', async () => {
    const rooms = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const [collector, daemon] = [createSegmentCollector(), await startDaemon()];
        const spans = [0, 1, 2].map((at) =>
          makeSpan({ spanId: `${index}${at}`.padStart(16, 'a'), traceId: `${index}`.repeat(31).padEnd(32, 'b') }),
        );
        await exportTo(collector, spans);
        const [host = '', port] = daemon.address.split(':');
        const { createUdpSender } = await import('@otel-xray/exporter');
        const sender = createUdpSender({ daemonAddress: `${host}:${port}` });
        await sender.send(collector.documents.map(encode));
        await daemon.settle();
        await sender.shutdown();
        return { collector, daemon, ids: spans.map((span) => span.spanContext().spanId) };
      }),
    );
    for (const { collector, daemon, ids } of rooms) {
      expect(collector.documents.map(({ id }) => id)).toEqual(ids);
      expect(daemon.documents).toEqual(collector.documents);
      await daemon.close();
    }
  });
});
