import { SpanKind, trace } from '@opentelemetry/api';
import { Hono, type MiddlewareHandler } from 'hono';
import type { ReadOrder } from './order-store.ts';

/** The shop's web service. */
export function createApp({ readOrder }: { readonly readOrder: ReadOrder }): Hono {
  const app = new Hono();
  app.use(traceRequest);
  app.get('/orders/:id', async (c) => {
    const id = c.req.param('id');
    trace.getActiveSpan()?.setAttribute('order.id', id);
    const order = await readOrder(id);
    return order === undefined ? c.json({ error: 'no such order' }, 404) : c.json(order);
  });
  return app;
}

/** A server span for each request, as HTTP instrumentations make it. */
const traceRequest: MiddlewareHandler = async (c, next) => {
  const { method, url } = c.req.raw;
  const attributes = { 'http.request.method': method, 'url.full': url };
  await trace.getTracer('shop').startActiveSpan(`${method}`, { kind: SpanKind.SERVER, attributes }, async (span) => {
    await next();
    span.setAttribute('http.response.status_code', c.res.status);
    span.end();
  });
};
