import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { readOrder } from './order-store.ts';

/** A Lambda function: the receipt of an order. Throws where there is none. */
export async function handler({ orderId }: { readonly orderId: string }): Promise<string> {
  const parent = propagation.extract(context.active(), {});
  return trace.getTracer('shop').startActiveSpan('receipt', { kind: SpanKind.SERVER }, parent, async (span) => {
    try {
      const order = await readOrder(orderId);
      if (order === undefined) throw new RangeError(`no order ${orderId}`);
      return `${order.items} items`;
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
