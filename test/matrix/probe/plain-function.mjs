import { trace } from '@opentelemetry/api';

/** Makes a span of its own below whatever it is traced by. */
export const handler = async () => {
  trace
    .getTracer('matrix')
    .startSpan('reserve', { attributes: { 'order.id': 'A-17' } })
    .end();
  return 'done';
};
