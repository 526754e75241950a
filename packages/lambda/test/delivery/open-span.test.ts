import { describe, expect, it } from 'vitest';
import { toOpenSpan } from '../../src/delivery/open-span.ts';
import { startSpan } from '../spans.ts';

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
