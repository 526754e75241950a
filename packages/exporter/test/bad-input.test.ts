import { diag } from '@opentelemetry/api';
import type { ReadableSpan } from '@otel-xray/segments';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { XRaySpanExporter } from '../src/exporter.ts';
import type { ExportResult } from '../src/span-exporter.ts';
import { listenToDiag } from './diag-log.ts';
import type { DiagLog } from './diag-log.ts';
import { createReceiver, findDeafPort } from './receiver.ts';
import type { Receiver } from './receiver.ts';
import { aSpan, ZERO_SPAN_ID } from './spans.ts';

const GOOD = aSpan({ name: 'good' });

/** Exports each batch by itself, as one app would: nothing may throw, and each must be answered once. */
async function exportBatches(
  exporter: XRaySpanExporter,
  batches: readonly (readonly ReadableSpan[])[],
): Promise<readonly ExportResult['code'][]> {
  const codes: ExportResult['code'][] = [];
  for (const batch of batches) {
    exporter.export(batch, ({ code }) => codes.push(code));
    await exporter.forceFlush();
  }
  return codes;
}

// The whole way, with the real translation and real sockets. Each trouble comes three times: told once, counted thrice.
describe('bad input', () => {
  let log: DiagLog;
  let receiver: Receiver;
  let exporter: XRaySpanExporter;

  beforeEach(async () => {
    log = listenToDiag();
    receiver = await createReceiver();
    exporter = new XRaySpanExporter({ daemonAddress: receiver.address, indexAllAttributes: true });
  });
  afterEach(async () => {
    diag.disable();
    await exporter.shutdown();
    await receiver.close();
  });

  async function receivedDocuments(): Promise<readonly Record<string, unknown>[]> {
    const datagrams = await receiver.received();
    return datagrams.map((text) => JSON.parse(text.slice(text.indexOf('\n'))) as Record<string, unknown>);
  }

  it.each([
    { what: 'span id', members: { spanId: ZERO_SPAN_ID }, reason: 'invalid-span-id' },
    { what: 'trace id', members: { traceId: '0'.repeat(32) }, reason: 'invalid-trace-id' },
  ])('an all-zero $what costs its span, and nothing else', async ({ members, reason }) => {
    const batch = [aSpan(members), GOOD];
    await expect(exportBatches(exporter, [batch, batch, batch])).resolves.toEqual([0, 0, 0]);
    expect(await receivedDocuments()).toHaveLength(3);
    expect(exporter.stats()).toMatchObject({ spans: 6, sent: 3, dropped: { [reason]: 3 } });
    expect(log.lines).toEqual([{ level: 'warn', text: expect.stringContaining('all zero') as string }]);
  });

  it('an attribute named __proto__ is an attribute like others', async () => {
    const attributes = JSON.parse('{ "__proto__": "polluted", "order.id": "A-1" }') as ReadableSpan['attributes'];
    await expect(exportBatches(exporter, [[aSpan({ attributes })]])).resolves.toEqual([0]);
    const [document] = await receiver.received();
    expect(document).toMatch(/"_*proto_*":"polluted"/);
    expect(document).toContain('"A-1"');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it.each([
    { what: 'no end time', endTime: undefined },
    { what: 'an end time of zero', endTime: [0, 0] },
    { what: 'an end time that is no time', endTime: [Number.NaN, 0] },
  ])('a span with $what still makes a valid document', async ({ endTime }) => {
    const batch = [aSpan({ endTime: endTime as never, ended: true }), GOOD];
    await expect(exportBatches(exporter, [batch, batch, batch])).resolves.toEqual([0, 0, 0]);
    const documents = await receivedDocuments();
    expect(documents).toHaveLength(6);
    for (const { start_time, end_time, in_progress } of documents) {
      expect(in_progress === true ? start_time : end_time).toBeGreaterThanOrEqual(start_time as number);
    }
    const { notes, sent } = exporter.stats();
    expect(sent).toBe(6);
    expect(Object.values(notes).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(3);
    expect(log.matching(/end_time|in_progress/)).toHaveLength(1);
  });

  it('what is exported after shutdown is dropped', async () => {
    await exporter.shutdown();
    await expect(exportBatches(exporter, [[GOOD], [GOOD], [GOOD]])).resolves.toEqual([1, 1, 1]);
    expect(await receivedDocuments()).toEqual([]);
    expect(exporter.stats()).toMatchObject({ spans: 3, sent: 0, dropped: { closed: 3 } });
    expect(log.lines).toEqual([{ level: 'warn', text: expect.stringContaining('after shutdown') as string }]);
  });

  it('no daemon listening: the kernel took the datagrams, so they are sent', async () => {
    const deaf = new XRaySpanExporter({ daemonAddress: `127.0.0.1:${await findDeafPort()}` });
    await expect(exportBatches(deaf, [[GOOD]])).resolves.toEqual([0]);
    await log.next(/no daemon/);
    await expect(exportBatches(deaf, [[GOOD], [GOOD]])).resolves.toEqual([0, 0]);
    await deaf.shutdown();
    expect(deaf.stats()).toMatchObject({ spans: 3, sent: 3 });
    expect(deaf.stats().sender['refusals']).toBeGreaterThanOrEqual(1);
    expect(log.lines).toEqual([
      { level: 'error', text: expect.stringContaining('no daemon listens on UDP') as string },
    ]);
  });

  it('a host name that does not resolve: the spans are dropped', async () => {
    const lost = new XRaySpanExporter({ daemonAddress: 'xray-daemon.invalid:2000' });
    await expect(exportBatches(lost, [[GOOD], [GOOD], [GOOD]])).resolves.toEqual([1, 1, 1]);
    await lost.shutdown();
    expect(lost.stats()).toMatchObject({ spans: 3, sent: 0, dropped: { 'send-failed': 3 } });
    expect(log.lines).toEqual([
      { level: 'error', text: expect.stringMatching(/sending failed.*no way to xray-daemon\.invalid:2000/) as string },
    ]);
  });

  it.each([
    { what: 'nothing', span: undefined },
    { what: 'an empty object', span: {} },
    {
      what: 'a getter that throws',
      span: Object.defineProperty({ ...GOOD }, 'attributes', {
        get: () => {
          throw new Error('a getter of the app');
        },
      }),
    },
    { what: 'an attribute that JSON cannot write', span: { ...GOOD, attributes: { big: 10n, self: globalThis } } },
  ])('a span that is or has $what does not harm the rest of its batch', async ({ span }) => {
    await expect(exportBatches(exporter, [[span as never, GOOD]])).resolves.toEqual([0]);
    expect((await receivedDocuments()).at(-1)).toMatchObject({ id: GOOD.spanContext().spanId });
    const { spans, sent, dropped } = exporter.stats();
    expect(spans).toBe(2);
    expect(sent + Object.values(dropped).reduce((sum, count) => sum + count)).toBe(2);
  });
});
