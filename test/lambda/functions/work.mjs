import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('work');

/** Two calls below each other, and what the invocation is annotated with. */
export const handler = async (event) => {
  trace.getActiveSpan()?.setAttributes({ 'app.order': event.order ?? 0, 'enduser.id': 'user-1' });
  return tracer.startActiveSpan('find order', async (finding) => {
    const reading = tracer.startSpan('read row', { kind: SpanKind.CLIENT });
    await new Promise(setImmediate);
    reading.end();
    finding.end();
    return event;
  });
};

export const sync = (event) => {
  tracer.startActiveSpan('find order', (finding) => {
    tracer.startSpan('read row', { kind: SpanKind.CLIENT }).end();
    finding.end();
  });
  return event;
};

/** More spans in one go than the SDK's queue takes. */
export const many = (event) => {
  for (let i = 0; i < event.spans; i++) tracer.startSpan('read row').end();
  return event;
};

export const streaming = globalThis.awslambda?.streamifyResponse(async (event, stream) => {
  stream.write(JSON.stringify(event));
  await tracer.startActiveSpan('find order', async (finding) => {
    tracer.startSpan('read row', { kind: SpanKind.CLIENT }).end();
    await new Promise(setImmediate);
    finding.end();
  });
  stream.end();
});
