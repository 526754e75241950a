import { INVALID_SPAN_CONTEXT, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { childSpansOnly } from '../../src/instrumentations/child-spans.ts';

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
const tracer = childSpansOnly(provider).getTracer('http', '1.0.0');

describe('childSpansOnly', () => {
  it.each([
    { parent: undefined, why: 'nothing is active' },
    { parent: ROOT_CONTEXT, why: 'no parent' },
    { parent: trace.setSpanContext(ROOT_CONTEXT, INVALID_SPAN_CONTEXT), why: 'a parent that is none' },
  ])('records nothing without a parent ($why)', ({ parent }) => {
    exporter.reset();
    const span = tracer.startSpan('GET', {}, parent);
    span.end();
    expect(span.isRecording()).toBe(false);
    expect(trace.isSpanContextValid(span.spanContext())).toBe(false);
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it('records a child under the scope that it was asked for', () => {
    exporter.reset();
    const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: TraceFlags.SAMPLED };
    tracer.startSpan('GET', { attributes: { n: 1 } }, trace.setSpanContext(ROOT_CONTEXT, parent)).end();
    expect(exporter.getFinishedSpans()).toEqual([
      expect.objectContaining({
        name: 'GET',
        attributes: { n: 1 },
        parentSpanContext: parent,
        instrumentationScope: expect.objectContaining({ name: 'http', version: '1.0.0' }),
      }),
    ]);
  });

  it('leaves spans around a function to the app', () => {
    exporter.reset();
    tracer.startActiveSpan('work', (span) => span.end());
    expect(exporter.getFinishedSpans()).toHaveLength(1);
  });
});
