import { ROOT_CONTEXT } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { toOpenSpan } from '../../src/boot/open-span.ts';
import { OpenSpans } from '../../src/boot/open-spans.ts';
import { withInvocation } from '../../src/invocation/invocation-key.ts';
import { startSpan } from '../spans.ts';

describe('OpenSpans', () => {
  it('knows what is open in one invocation, in the order of the starts', () => {
    const openSpans = new OpenSpans();
    const [one, other] = [{}, {}];
    const start = (token: object) =>
      startSpan({}, { parent: withInvocation(ROOT_CONTEXT, token), spanProcessors: [openSpans] });
    const [first, second] = [start(one), start(one)];
    const foreign = start(other);
    startSpan({}, { spanProcessors: [openSpans] });
    expect(openSpans.of(one)).toEqual([first, second]);
    first.end();
    expect(openSpans.of(one)).toEqual([second]);
    expect(openSpans.of(other)).toEqual([foreign]);
    expect(openSpans.of({})).toEqual([]);
  });
});

describe('toOpenSpan', () => {
  it('says that the span is open, why it is sent, and that the invocation counts as failed for now', () => {
    const span = startSpan({ attributes: { 'order.id': 'A-17' } });
    expect(toOpenSpan(span, 'nearly late')).toMatchObject({
      name: 'work',
      ended: false,
      attributes: { 'order.id': 'A-17', 'otel_xray.note': 'nearly late' },
      status: { code: 2, message: 'nearly late' },
    });
    expect(span.attributes).toEqual({ 'order.id': 'A-17' });
    expect(span.status).toEqual({ code: 0 });
  });

  it('leaves a status that is set', () => {
    const span = startSpan();
    span.setStatus({ code: 1 });
    expect(toOpenSpan(span, 'note').status).toEqual({ code: 1 });
  });
});
