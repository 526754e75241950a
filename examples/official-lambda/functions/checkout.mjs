import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('checkout');

/** Prices a cart. What the instrumentation wraps is this export, by its name in `_HANDLER`. */
export const handler = async (event) => {
  const { items } = JSON.parse(event.body ?? '{"items":[]}');
  trace.getActiveSpan()?.setAttribute('app.cart.items', items.length);
  return tracer.startActiveSpan('price cart', async (span) => {
    try {
      if (items.length === 0) return { statusCode: 400, body: 'an empty cart' };
      const cents = items.reduce((sum, item) => sum + priceOf(item), 0);
      return { statusCode: 200, body: JSON.stringify({ cents }) };
    } finally {
      span.end();
    }
  });
};

function priceOf(item) {
  if (item === 'moon') throw new RangeError('not for sale: moon');
  return 250;
}
