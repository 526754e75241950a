import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { describe, expect, it, vi } from 'vitest';
import { LateExporter } from '../../src/delivery/late-exporter.ts';
import { startSpan } from '../spans.ts';

const exportOne = (late: LateExporter): Promise<{ code: number; error?: Error }> =>
  new Promise((resolve) => late.export([startSpan()], resolve));

describe('LateExporter', () => {
  it('loads nothing before it is wanted', async () => {
    const load = vi.fn<() => Promise<SpanExporter>>();
    const late = new LateExporter(load);
    await late.forceFlush();
    await late.shutdown();
    expect(load).not.toHaveBeenCalled();
  });

  it('loads once, and passes on what comes', async () => {
    const exporter = new InMemorySpanExporter();
    const flush = vi.spyOn(exporter, 'forceFlush');
    const load = vi.fn<() => Promise<SpanExporter>>(async () => exporter);
    const late = new LateExporter(load);
    await late.open();
    const results = await Promise.all([exportOne(late), exportOne(late)]);
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect(load).toHaveBeenCalledOnce();
    expect(exporter.getFinishedSpans()).toHaveLength(2);
    await late.forceFlush();
    expect(flush).toHaveBeenCalledOnce();
    await late.shutdown();
    expect(exporter.getFinishedSpans()).toHaveLength(0);
  });

  it('fails each export, and nothing else, when it cannot be loaded', async () => {
    const late = new LateExporter(() => Promise.reject(new Error('not there')));
    const results = [await exportOne(late), await exportOne(late)];
    expect(results).toEqual(
      [1, 1].map((code) => ({ code, error: new Error('the OTLP exporter could not be loaded') })),
    );
    await late.forceFlush();
    await late.shutdown();
  });

  it.each([
    {
      exportSpans: () => {
        throw new Error('broken');
      },
      how: 'throws',
    },
    { exportSpans: () => Promise.reject(new Error('broken')), how: 'rejects' },
    { exportSpans: () => Promise.reject('broken'), how: 'rejects with a text' },
  ])('fails the export, and nothing else, when the exporter $how', async ({ exportSpans }) => {
    const exporter = Object.assign(new InMemorySpanExporter(), { export: exportSpans });
    const late = new LateExporter(async () => exporter);
    expect(await exportOne(late)).toEqual({ code: 1, error: new Error('broken') });
  });

  it('is done once, when the exporter throws after it was done', async () => {
    const exporter = Object.assign(new InMemorySpanExporter(), {
      export: (_spans: unknown, done: (result: { code: number }) => void) => {
        done({ code: 0 });
        throw new Error('too late');
      },
    });
    const late = new LateExporter(async () => exporter);
    const done = vi.fn<(result: { code: number }) => void>();
    late.export([startSpan()], done);
    await exportOne(late);
    expect(done.mock.calls).toEqual([[{ code: 0 }]]);
  });

  it('outlives a callback that throws', async () => {
    const late = new LateExporter(async () => new InMemorySpanExporter());
    late.export([startSpan()], () => {
      throw new Error('not ours');
    });
    expect((await exportOne(late)).code).toBe(0);
  });
});
