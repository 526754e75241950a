import { describe, expect, it, vi } from 'vitest';
import { traceHandler } from '../../src/invocation/trace-handler.ts';
import type { Tracing } from '../../src/tracing.ts';
import { recordTracing } from '../tracing.ts';

describe('traceHandler', () => {
  it.each([
    { setting: 'on', steps: ['open', 'rehearsal', 'flushed', 'flushed'] },
    { setting: 'off', steps: ['open'] },
    { setting: 'auto', steps: ['open'] },
  ])('OTEL_XRAY_REHEARSAL=$setting: $steps, before the handler is given back', async ({ setting, steps }) => {
    const real = recordTracing({ OTEL_XRAY_REHEARSAL: setting });
    const rehearsed = recordTracing();
    const seen: string[] = [];
    const rehearsal = vi.fn<() => Tracing>(() => {
      seen.push('rehearsal');
      return { ...rehearsed, flush: async () => void seen.push('flushed') };
    });
    const tracing = { ...real, open: async () => void seen.push('open'), rehearsal };
    const own = vi.fn<(event: unknown) => Promise<unknown>>(async (event) => event);
    const handler = await traceHandler(own, { tracing, env: {}, name: 'index.handler' });
    expect(seen).toEqual(steps);
    expect([own.mock.calls, real.spans()]).toEqual([[], []]);
    await expect((handler as typeof own)('the event')).resolves.toBe('the event');
    expect(real.spans()).toHaveLength(1);
  });
});
