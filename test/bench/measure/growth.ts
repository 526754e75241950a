import type { ReadableSpan } from '@otel-xray/segments';
import { toBatch } from '../../../packages/exporter/src/pipeline.ts';
import type { Findings, GrowthForm } from '../task.ts';
import { createWorkload, SPANS_PER_TRACE } from '../workload.ts';

/** Spans that one timed step handles at least, so that a clock tick is nothing to it. */
const SPANS_PER_STEP = 10_000;
const STEPS = 7;
const WARM_UP_STEPS = 3;
const OPTIONS = { translate: {} };

/** What a span costs in a batch of so many: translated, put together, fitted and encoded. */
export function measureGrowth(spans: number, form: GrowthForm): Findings {
  const batch = form === 'one trace' ? createOneTrace(spans) : createSpans(spans);
  const times = Math.ceil(SPANS_PER_STEP / spans);
  const micros: number[] = [];
  let [bytes, datagrams] = [0, 0];
  for (let step = -WARM_UP_STEPS; step < STEPS; step++) {
    globalThis.gc?.();
    const startedAt = performance.now();
    for (let i = 0; i < times; i++) {
      const { datagrams: made } = toBatch(batch, OPTIONS);
      bytes = made.reduce((sum, { length }) => sum + length, 0);
      datagrams = made.length;
    }
    if (step >= 0) micros.push(((performance.now() - startedAt) * 1000) / (times * spans));
  }
  return { micros, bytes: bytes / spans, datagrams: datagrams / spans };
}

function createSpans(spans: number): readonly ReadableSpan[] {
  return createWorkload(Math.ceil(spans / SPANS_PER_TRACE))
    .flat()
    .slice(0, spans);
}

const CHILDREN = 8;

/** The spans of the workload in one tree, eight below each. */
function createOneTrace(spans: number): readonly ReadableSpan[] {
  const contexts: ReturnType<ReadableSpan['spanContext']>[] = [];
  return createSpans(spans).map((span, index) => {
    const context = { traceId: '6553f100a1b2c3d4e5f60718293a4b5c', spanId: toId(index + 1), traceFlags: 1 };
    contexts.push(context);
    const parentSpanContext = index === 0 ? undefined : contexts[((index - 1) / CHILDREN) | 0];
    // Only the first stands for an invocation: a second server span would be a segment of its own.
    return {
      ...span,
      kind: index === 0 ? 1 : span.kind === 1 ? 0 : span.kind,
      spanContext: () => context,
      parentSpanContext,
    };
  });
}

function toId(index: number): string {
  return index.toString(16).padStart(16, '0');
}
