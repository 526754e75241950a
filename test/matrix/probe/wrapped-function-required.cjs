'use strict';
const { trace } = require('@opentelemetry/api');
const { wrapHandler } = require('@otel-xray/lambda');

exports.handler = wrapHandler(
  async () => {
    trace
      .getTracer('matrix')
      .startSpan('reserve', { attributes: { 'order.id': 'A-17' } })
      .end();
    return 'done';
  },
  { indexedAttributes: ['order.id'] },
);
