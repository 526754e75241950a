import { diag } from '@opentelemetry/api';
import { HEADER_LINE } from '@otel-xray/segments';
import type { ReadableSpan } from '@otel-xray/segments';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SENDER_DEADLINE_MILLIS } from '../src/ask-sender.ts';
import { XRaySpanExporter } from '../src/exporter.ts';
import type { Sender, SendOutcome } from '../src/sender.ts';
import type { ExportResult } from '../src/span-exporter.ts';
import { listenToDiag } from './diag-log.ts';
import type { DiagLog } from './diag-log.ts';
import { createReceiver } from './receiver.ts';
import { createRecordingSender } from './recording-sender.ts';
import { aSpan, ZERO_SPAN_ID } from './spans.ts';

const never = <T>(): Promise<T> => new Promise<T>(() => {});

/** Exports, and gives what `done` was called with; `results` grows if that happens more than once. */
async function exportSpans(
  exporter: XRaySpanExporter,
  spans: readonly ReadableSpan[],
): Promise<readonly ExportResult[]> {
  const results: ExportResult[] = [];
  exporter.export(spans, (result) => results.push(result));
  await exporter.forceFlush();
  return results;
}

describe('XRaySpanExporter', () => {
  let log: DiagLog;

  beforeEach(() => {
    log = listenToDiag();
  });
  afterEach(() => {
    diag.disable();
    vi.unstubAllEnvs();
    vi.useRealTimers();
  });

  it('hands one datagram for each span to the sender, and answers success', async () => {
    const sender = createRecordingSender();
    const exporter = new XRaySpanExporter({ sender });
    const spans = [aSpan(), aSpan()];
    await expect(exportSpans(exporter, spans)).resolves.toEqual([{ code: 0 }]);
    const ids = spans.map((span) => expect.stringContaining(`${HEADER_LINE}{"id":"${span.spanContext().spanId}"`));
    expect(sender.batches).toEqual([ids]);
    expect(exporter.stats()).toMatchObject({ spans: 2, translated: 2, sent: 2, datagrams: 2 });
    expect(log.lines).toEqual([]);
  });

  it('sends to the daemon that the environment names, unless an option names another', async () => {
    const [fromEnvironment, fromOption] = [await createReceiver(), await createReceiver()];
    vi.stubEnv('AWS_XRAY_DAEMON_ADDRESS', fromEnvironment.address);
    for (const options of [{}, { daemonAddress: fromOption.address }]) {
      const exporter = new XRaySpanExporter(options);
      await exportSpans(exporter, [aSpan()]);
      expect(exporter.stats()).toMatchObject({ sent: 1, sender: { datagrams: 1, refusals: 0 } });
      await exporter.shutdown();
    }
    for (const receiver of [fromEnvironment, fromOption]) {
      expect(await receiver.received()).toHaveLength(1);
      await receiver.close();
    }
  });

  it('warns once of a bad address in the environment', () => {
    vi.stubEnv('AWS_XRAY_DAEMON_ADDRESS', 'nonsense');
    expect(new XRaySpanExporter().stats()).toMatchObject({ sent: 0 });
    const text = 'otel-xray/exporter AWS_XRAY_DAEMON_ADDRESS=nonsense is ignored; using 127.0.0.1:2000';
    expect(log.lines).toEqual([{ level: 'warn', text }]);
  });

  it('throws a TypeError for a wrong option', () => {
    expect(() => new XRaySpanExporter({ daemonAddress: 'nonsense' })).toThrow(TypeError);
  });

  it('passes its options to translate', async () => {
    const sender = createRecordingSender();
    const exporter = new XRaySpanExporter({ sender, indexedAttributes: ['order.id'] });
    await exportSpans(exporter, [aSpan({ attributes: { 'order.id': 'A-1' } })]);
    expect(sender.batches.flat()).toEqual([expect.stringMatching(/"annotations":\{"order[._]id":"A-1"\}/)]);
  });

  describe('calls done exactly once', () => {
    it('with success for no spans, without calling the sender', async () => {
      const sender = createRecordingSender();
      const exporter = new XRaySpanExporter({ sender });
      await expect(exportSpans(exporter, [])).resolves.toEqual([{ code: 0 }]);
      expect(sender.batches).toEqual([]);
    });

    it('with success when no span can become a document', async () => {
      const sender = createRecordingSender();
      const exporter = new XRaySpanExporter({ sender });
      await expect(exportSpans(exporter, [aSpan({ spanId: ZERO_SPAN_ID })])).resolves.toEqual([{ code: 0 }]);
      expect(sender.batches).toEqual([]);
      expect(exporter.stats().dropped['invalid-span-id']).toBe(1);
    });

    it('with a failure after shutdown', async () => {
      const sender = createRecordingSender();
      const exporter = new XRaySpanExporter({ sender });
      const closing = exporter.shutdown();
      const failure = [{ code: 1, error: expect.objectContaining({ message: 'exported after shutdown' }) as Error }];
      await expect(exportSpans(exporter, [aSpan(), aSpan()])).resolves.toEqual(failure);
      await closing;
      await expect(exportSpans(exporter, [aSpan()])).resolves.toEqual(failure);
      expect(sender.batches).toEqual([]);
      expect(exporter.stats()).toMatchObject({ spans: 3, sent: 0, dropped: { closed: 3 } });
      expect(log.matching(/after shutdown/)).toHaveLength(1);
    });

    it('with a failure on a bug of ours', async () => {
      const exporter = new XRaySpanExporter({ sender: createRecordingSender() });
      await expect(exportSpans(exporter, null as never)).resolves.toEqual([
        {
          code: 1,
          error: expect.objectContaining({ message: 'export failed', cause: expect.any(TypeError) as unknown }),
        },
      ]);
      expect(log.matching(/bug of otel-xray/)).toHaveLength(1);
    });

    const lost = new Error('lost');
    it.each<{ why: string; send: Sender['send']; error: Error; reason: string }>([
      {
        why: 'throws',
        send: () => {
          throw lost;
        },
        error: lost,
        reason: 'send-failed',
      },
      { why: 'rejects', send: () => Promise.reject(lost), error: lost, reason: 'send-failed' },
      {
        why: 'fails',
        send: () => Promise.resolve({ status: 'failed', error: lost }),
        error: lost,
        reason: 'send-failed',
      },
      {
        why: 'rejects with what is no error',
        send: () => Promise.reject('lost'),
        error: expect.objectContaining({ message: 'the sender threw', cause: 'lost' }) as Error,
        reason: 'send-failed',
      },
      {
        why: 'answers with nothing',
        send: () => Promise.resolve(undefined as never),
        error: expect.objectContaining({ message: expect.stringMatching(/no outcome/) as string }) as Error,
        reason: 'send-failed',
      },
      {
        why: 'answers with half an outcome',
        send: () => Promise.resolve({ status: 'partial' } as SendOutcome),
        error: expect.objectContaining({ message: expect.stringMatching(/no outcome: partial/) as string }) as Error,
        reason: 'send-failed',
      },
      {
        why: 'answers with what cannot be read',
        send: () => Promise.resolve({ status: 'partial', rejected: [null as never] }),
        error: expect.objectContaining({ message: expect.stringMatching(/no outcome/) as string }) as Error,
        reason: 'send-failed',
      },
      {
        why: 'rejects one of two documents',
        send: () => Promise.resolve({ status: 'partial', rejected: [{ index: 1, reason: 'too-large' }] }),
        error: expect.objectContaining({ message: '1 of 2 documents were not sent: too-large' }) as Error,
        reason: 'too-large',
      },
    ])('with a failure when the sender $why', async ({ send, error, reason }) => {
      const exporter = new XRaySpanExporter({ sender: createRecordingSender({ send }) });
      for (let round = 0; round < 3; round++) {
        await expect(exportSpans(exporter, [aSpan(), aSpan()])).resolves.toEqual([{ code: 1, error }]);
      }
      const { spans, sent, dropped } = exporter.stats();
      expect(dropped).toMatchObject({ [reason]: 6 - sent });
      expect(spans).toBe(6);
      expect(log.matching(/dropped/)).toHaveLength(1);
    });

    it('with a failure when the sender never answers', async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const exporter = new XRaySpanExporter({ sender: createRecordingSender({ send: () => never() }) });
      const results = exportSpans(exporter, [aSpan(), aSpan()]);
      await vi.advanceTimersByTimeAsync(SENDER_DEADLINE_MILLIS);
      const message = `the sender did not answer within ${SENDER_DEADLINE_MILLIS} ms`;
      await expect(results).resolves.toEqual([{ code: 1, error: expect.objectContaining({ message }) }]);
      expect(exporter.stats()).toMatchObject({ spans: 2, sent: 0, dropped: { 'no-answer': 2 } });
      expect(log.matching(/did not answer/)).toHaveLength(1);
    });

    it('with a failure when the tries together take too long', async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const answers: ((outcome: SendOutcome) => void)[] = [];
      const send: Sender['send'] = () => new Promise((resolve) => answers.push(resolve));
      const exporter = new XRaySpanExporter({ sender: createRecordingSender({ send }) });
      const results = exportSpans(exporter, [aSpan({ attributes: { text: 'x'.repeat(20_000) } })]);
      await vi.advanceTimersByTimeAsync(SENDER_DEADLINE_MILLIS * 0.75);
      answers[0]?.({ status: 'partial', rejected: [{ index: 0, reason: 'too-large' }] });
      await vi.advanceTimersByTimeAsync(SENDER_DEADLINE_MILLIS * 0.25);
      expect(answers).toHaveLength(2);
      await expect(results).resolves.toMatchObject([{ code: 1 }]);
      expect(exporter.stats()).toMatchObject({ spans: 1, sent: 0, dropped: { 'no-answer': 1 } });
    });

    it('even when done throws, which is told and stops nothing', async () => {
      const sender = createRecordingSender();
      const exporter = new XRaySpanExporter({ sender });
      const calls: ExportResult[] = [];
      exporter.export([aSpan()], (result) => {
        calls.push(result);
        throw new Error('the callback is broken');
      });
      await exporter.forceFlush();
      await exportSpans(exporter, [aSpan()]);
      expect(calls).toEqual([{ code: 0 }]);
      expect(sender.batches).toHaveLength(2);
      expect(log.matching(/callback threw.*the callback is broken/)).toHaveLength(1);
    });
  });

  it('survives an app whose logger throws', async () => {
    const broken = (): never => {
      throw new Error('the logger is broken');
    };
    diag.setLogger(
      { error: broken, warn: broken, info: broken, debug: () => {}, verbose: broken },
      { suppressOverrideMessage: true },
    );
    const exporter = new XRaySpanExporter({ sender: createRecordingSender({ send: () => Promise.reject('lost') }) });
    await expect(exportSpans(exporter, [aSpan(), aSpan({ spanId: ZERO_SPAN_ID })])).resolves.toMatchObject([
      { code: 1 },
    ]);
    expect(exporter.stats().dropped).toMatchObject({ 'send-failed': 1, 'invalid-span-id': 1 });
  });

  it('counts what was sent by a sender that takes the datagrams out of their array', async () => {
    const send = async (datagrams: readonly Buffer[]): Promise<SendOutcome> => {
      (datagrams as Buffer[]).length = 0;
      return { status: 'sent' };
    };
    const exporter = new XRaySpanExporter({ sender: createRecordingSender({ send }) });
    await expect(exportSpans(exporter, [aSpan(), aSpan()])).resolves.toEqual([{ code: 0 }]);
    expect(exporter.stats()).toMatchObject({ spans: 2, sent: 2, datagrams: 2 });
  });

  it('accounts for every span of an array that throws as it is read', async () => {
    const spans = new Proxy([aSpan(), aSpan(), aSpan()], {
      get(target, key, receiver): unknown {
        if (key === '1') throw new Error('hostile');
        return Reflect.get(target, key, receiver);
      },
    });
    const exporter = new XRaySpanExporter({ sender: createRecordingSender() });
    await expect(exportSpans(exporter, spans)).resolves.toEqual([{ code: 0 }]);
    expect(exporter.stats()).toMatchObject({ spans: 3, sent: 2, dropped: { 'translate-failed': 1 } });
  });

  it('translates at once, so that a span changed after export does not matter', async () => {
    const sender = createRecordingSender();
    const exporter = new XRaySpanExporter({ sender });
    const attributes: Record<string, unknown> = { 'order.id': 'before' };
    exporter.export([aSpan({ attributes })], () => {});
    attributes['order.id'] = 'after';
    await exporter.forceFlush();
    expect(sender.batches.flat().join()).toContain('before');
  });

  it('keeps overlapping exports apart', async () => {
    const settle: ((outcome: SendOutcome) => void)[] = [];
    const send: Sender['send'] = () => new Promise((resolve) => settle.push(resolve));
    const exporter = new XRaySpanExporter({ sender: createRecordingSender({ send }) });
    const results: [string, number][] = [];
    exporter.export([aSpan()], ({ code }) => results.push(['first', code]));
    exporter.export([aSpan(), aSpan()], ({ code }) => results.push(['second', code]));
    settle[1]?.({ status: 'sent' });
    settle[0]?.({ status: 'failed', error: new Error('lost') });
    await exporter.forceFlush();
    expect(results.toSorted()).toEqual([
      ['first', 1],
      ['second', 0],
    ]);
    expect(exporter.stats()).toMatchObject({ spans: 3, sent: 2, dropped: { 'send-failed': 1 } });
  });

  it('resolves forceFlush when all exports so far are done, and has flushed the sender', async () => {
    let sent = (): void => {};
    const send: Sender['send'] = () => new Promise((resolve) => (sent = () => resolve({ status: 'sent' })));
    const sender = createRecordingSender({ send });
    const exporter = new XRaySpanExporter({ sender });
    const order: string[] = [];
    exporter.export([aSpan()], () => order.push('done'));
    const flush = exporter.forceFlush().then(() => order.push('flushed'));
    sent();
    await flush;
    expect(order).toEqual(['done', 'flushed']);
    expect(sender.calls).toEqual(['forceFlush']);
  });

  it('shuts the sender down once, after what was exported before', async () => {
    let sent = (): void => {};
    const send: Sender['send'] = () => new Promise((resolve) => (sent = () => resolve({ status: 'sent' })));
    const sender = createRecordingSender({ send });
    const exporter = new XRaySpanExporter({ sender });
    const order: string[] = [];
    exporter.export([aSpan()], ({ code }) => order.push(`done ${code}`));
    const closings = [exporter.shutdown(), exporter.shutdown()].map((closing) =>
      closing.then(() => order.push('closed')),
    );
    sent();
    await Promise.all([...closings, exporter.shutdown()]);
    expect(order).toEqual(['done 0', 'closed', 'closed']);
    expect(sender.calls).toEqual(['shutdown']);
  });

  it.each(['forceFlush', 'shutdown'] as const)(
    'resolves %s when the sender throws, rejects or hangs there',
    async (member) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const broken = (): never => {
        throw new Error('broken');
      };
      for (const fault of [broken, () => Promise.reject(new Error('broken')), () => never<void>()]) {
        const exporter = new XRaySpanExporter({ sender: createRecordingSender({ [member]: fault }) });
        const attended = exporter[member]();
        await vi.advanceTimersByTimeAsync(SENDER_DEADLINE_MILLIS);
        await expect(attended).resolves.toBeUndefined();
      }
      expect(log.matching(new RegExp(`the sender's ${member} failed`))).toHaveLength(3);
    },
  );

  describe('after a datagram proved too large for the way', () => {
    /** A way that takes datagrams of at most `maxBytes`, as macOS does with 9,216. */
    function createNarrowSender(maxBytes: number): { sender: Sender; taken: Buffer[] } {
      const taken: Buffer[] = [];
      const send = async (datagrams: readonly Buffer[]): Promise<SendOutcome> => {
        const rejected = datagrams.flatMap(({ length }, index) =>
          length > maxBytes ? [{ index, reason: 'too-large' as const }] : [],
        );
        taken.push(...datagrams.filter(({ length }) => length <= maxBytes));
        return rejected.length === 0 ? { status: 'sent' } : { status: 'partial', rejected };
      };
      return { sender: createRecordingSender({ send }), taken };
    }
    const large = (): ReadableSpan => aSpan({ attributes: { text: 'x'.repeat(20_000) } });

    it('fits it again to a smaller limit, loses nothing else, and remembers the limit', async () => {
      const { sender, taken } = createNarrowSender(9_216);
      const exporter = new XRaySpanExporter({ sender });
      await expect(exportSpans(exporter, [large(), aSpan(), large()])).resolves.toEqual([{ code: 0 }]);
      expect(taken).toHaveLength(3);
      expect(exporter.stats()).toMatchObject({ spans: 3, translated: 3, sent: 3, notes: { cut: 2 } });
      const sends = vi.spyOn(sender, 'send');
      await exportSpans(exporter, [large()]);
      expect(sends).toHaveBeenCalledTimes(1);
      expect(log.lines.filter(({ text }) => text.includes('9186 bytes from now on'))).toHaveLength(1);
    });

    it.each([9_216, 1_472, 1_232])('says how much of the whole is missing on a way of %i bytes', async (maxBytes) => {
      const { sender, taken } = createNarrowSender(maxBytes);
      const exporter = new XRaySpanExporter({ sender });
      const below = { kind: 0, parentSpanContext: { ...aSpan().spanContext(), isRemote: false } };
      await exportSpans(exporter, [
        aSpan({ ...below, attributes: { text: 'x'.repeat(200_000), 'http.route': '/orders' } }),
        aSpan({ ...below, attributes: { text: 'x'.repeat(200_000) } }),
      ]);
      expect(taken).toHaveLength(2);
      for (const datagram of taken) {
        const [, kept = '', cut] = /"text":"(x*)…\[(\d+) characters cut\]"/.exec(String(datagram)) ?? [];
        expect(kept.length + Number(cut)).toBe(200_000);
      }
      expect(exporter.stats()).toMatchObject({ spans: 2, sent: 2 });
    });

    it('fits what can be smaller, and drops what was too large as it is', async () => {
      const { sender, taken } = createNarrowSender(1_240);
      const exporter = new XRaySpanExporter({ sender });
      const outcome: SendOutcome = {
        status: 'partial',
        rejected: [
          { index: 0, reason: 'too-large' },
          { index: 1, reason: 'too-large' },
        ],
      };
      vi.spyOn(sender, 'send').mockResolvedValueOnce(outcome);
      const error = expect.objectContaining({ message: '1 of 3 documents were not sent: too-large' }) as Error;
      await expect(exportSpans(exporter, [aSpan(), large(), aSpan()])).resolves.toEqual([{ code: 1, error }]);
      expect(taken).toHaveLength(1);
      expect(exporter.stats()).toMatchObject({ spans: 3, sent: 2, dropped: { 'too-large': 1 } });
      // It was cut to 9,216, 1,472 and 1,232 bytes.
      expect(exporter.stats().notes.cut).toBe(3);
      expect(log.lines.filter(({ text }) => text.includes('bytes from now on'))).toHaveLength(1);
    });

    it('answers a failure where another document of the batch was refused', async () => {
      const outcomes: SendOutcome[] = [
        {
          status: 'partial',
          rejected: [
            { index: 0, reason: 'too-large' },
            { index: 1, reason: 'refused' },
          ],
        },
      ];
      const send: Sender['send'] = async () => outcomes.shift() ?? { status: 'sent' };
      const exporter = new XRaySpanExporter({ sender: createRecordingSender({ send }) });
      const error = expect.objectContaining({ message: '1 of 3 documents were not sent: refused' }) as Error;
      await expect(exportSpans(exporter, [large(), aSpan(), aSpan()])).resolves.toEqual([{ code: 1, error }]);
      expect(exporter.stats()).toMatchObject({ spans: 3, sent: 2, dropped: { refused: 1, 'too-large': 0 } });
    });

    it('keeps the smaller limit when a batch that was under way learns a larger one', async () => {
      const answers: ((outcome: SendOutcome) => void)[] = [];
      const sizes: number[][] = [];
      const send: Sender['send'] = (datagrams) => {
        sizes.push(datagrams.map(({ length }) => length));
        return new Promise((resolve) => answers.push(resolve));
      };
      const tooLarge: SendOutcome = { status: 'partial', rejected: [{ index: 0, reason: 'too-large' }] };
      const exporter = new XRaySpanExporter({ sender: createRecordingSender({ send }) });
      const results: ExportResult[] = [];
      for (let i = 0; i < 2; i++) exporter.export([large()], (result) => results.push(result));
      // The first learns 9,216 and then 1,472 bytes; the second, sent before that, is told only that it is over 9,216.
      for (const [answer, outcome] of [
        [0, tooLarge],
        [2, tooLarge],
        [1, tooLarge],
        [3, { status: 'sent' }],
        [4, { status: 'sent' }],
      ] as const) {
        await vi.waitUntil(() => answers.length > answer);
        answers[answer]?.(outcome);
      }
      await exporter.forceFlush();
      expect(results).toEqual([{ code: 0 }, { code: 0 }]);
      expect(sizes.map(([size = 0]) => size <= 1_472)).toEqual([false, false, false, true, true]);
      exporter.export([large()], () => {});
      expect(sizes[5]?.[0]).toBeLessThanOrEqual(1_472);
      answers[5]?.({ status: 'sent' });
      await exporter.forceFlush();
    });

    it('drops it in the end where even small datagrams do not go through', async () => {
      const { sender } = createNarrowSender(100);
      const exporter = new XRaySpanExporter({ sender });
      await expect(exportSpans(exporter, [large()])).resolves.toMatchObject([{ code: 1 }]);
      expect(exporter.stats()).toMatchObject({ spans: 1, sent: 0, dropped: { 'too-large': 1 } });
    });
  });

  describe('stats', () => {
    it('names every counter before anything has happened', () => {
      expect(new XRaySpanExporter({ sender: createRecordingSender() }).stats()).toEqual({
        spans: 0,
        translated: 0,
        sent: 0,
        folded: 0,
        split: 0,
        dropped: {
          'invalid-trace-id': 0,
          'invalid-span-id': 0,
          replaced: 0,
          'cannot-fit': 0,
          'translate-failed': 0,
          'encode-failed': 0,
          'too-large': 0,
          closed: 0,
          refused: 0,
          'send-failed': 0,
          'no-answer': 0,
        },
        notes: { cut: 0, moved: 0, replaced: 0, guessed: 0, dropped: 0 },
        datagrams: 0,
        bytes: 0,
        sender: {},
      });
    });

    it('gives a snapshot that is frozen and does not move', async () => {
      const exporter = new XRaySpanExporter({ sender: createRecordingSender() });
      const before = exporter.stats();
      await exportSpans(exporter, [aSpan(), aSpan({ spanId: ZERO_SPAN_ID })]);
      expect(before).toMatchObject({ spans: 0, dropped: { 'invalid-span-id': 0 } });
      expect([before, before.dropped, before.notes].every(Object.isFrozen)).toBe(true);
      expect(exporter.stats()).toMatchObject({ spans: 2, translated: 1, sent: 1, dropped: { 'invalid-span-id': 1 } });
    });

    it('counts bytes as they go over the wire', async () => {
      const sender = createRecordingSender();
      const exporter = new XRaySpanExporter({ sender });
      await exportSpans(exporter, [aSpan({ name: 'ünïcödé' })]);
      expect(exporter.stats().bytes).toBe(Buffer.byteLength(sender.batches.flat().join('')));
    });

    it("shows the sender's counters, and none when they throw", () => {
      const shown = new XRaySpanExporter({ sender: createRecordingSender({ stats: () => ({ refusals: 7 }) }) });
      expect(shown.stats().sender).toEqual({ refusals: 7 });
      const stats = (): never => {
        throw new Error('broken');
      };
      expect(new XRaySpanExporter({ sender: createRecordingSender({ stats }) }).stats().sender).toEqual({});
    });
  });
});
