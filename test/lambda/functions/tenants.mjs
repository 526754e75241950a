import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('tenants');

/** Turns of the event loop, more for some than for others, so that invocations overtake each other. */
async function turns(count) {
  for (let i = 0; i < count; i++) await new Promise(i % 2 === 0 ? setImmediate : (go) => setTimeout(go, 1));
}

let waiting = [];
/** Resolves for all when as many have come as the event says. */
function all(count) {
  return new Promise((go) => {
    waiting.push(go);
    if (waiting.length < count) return;
    for (const one of waiting) one();
    waiting = [];
  });
}

/** Two levels of spans that say whose they are, begun and ended while others do the same. */
async function serve({ tenant, atOnce, seed }) {
  trace.getActiveSpan().setAttributes({ 'app.tenant': tenant, 'enduser.id': `user of ${tenant}` });
  if (atOnce > 1) await all(atOnce);
  await tracer.startActiveSpan(`serve ${tenant}`, async (serving) => {
    await turns(seed % 5);
    const reading = tracer.startSpan(`read ${tenant}`, { kind: SpanKind.CLIENT, attributes: { 'app.tenant': tenant } });
    await turns(seed % 3);
    reading.end();
    serving.addEvent(`served ${tenant}`);
    serving.end();
  });
  if (seed % 10 === 9) throw new Error(`no tea for ${tenant}`);
  // What code that is not handed the context would see.
  return { tenant, traceId: trace.getActiveSpan().spanContext().traceId };
}

export const handler = serve;

export const streaming = globalThis.awslambda.streamifyResponse(async (event, stream) => {
  const answer = await serve({ ...event, seed: event.seed % 9 });
  stream.end(JSON.stringify(answer));
});

/** Calls of a warm process, one after the other, with what they leave behind: a timer that goes on. */
export const leaves = (event) => {
  setTimeout(() => tracer.startSpan(`late ${event.tenant}`).end(), 1);
  return serve(event);
};
