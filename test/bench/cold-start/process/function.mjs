/** What an order's calls are, for everyone the same. */
const CALLS = [
  ['GET', { 'http.request.method': 'GET', 'url.full': 'https://api.example.com/v1', 'http.response.status_code': 200 }],
  ['DynamoDB.GetItem', { 'rpc.system': 'aws-api', 'rpc.service': 'DynamoDB', 'rpc.method': 'GetItem' }],
  ['SELECT orders', { 'db.system': 'postgresql', 'db.statement': 'SELECT 1' }],
  ['price', { 'order.items': 3 }],
  ['S3.PutObject', { 'rpc.system': 'aws-api', 'rpc.service': 'S3', 'rpc.method': 'PutObject' }],
];
const CLIENT = 2;
const SERVER = 1;

/** An invocation: nothing, or one span and five below it, by whatever traces this process, handed over before the answer. */
export const handler = async () => {
  await WORK[process.env.BENCH_WORK ?? 'nothing']();
  return { statusCode: 200 };
};

const WORK = {
  nothing: async () => undefined,
  // The span of the invocation is the wrapper's, and so is the flush.
  'otel-xray': async () => makeCalls(api().trace.getTracer('bench')),
  opentelemetry: async () => {
    const { trace } = api();
    const tracer = trace.getTracer('bench');
    tracer.startActiveSpan('orders', { kind: SERVER, attributes: { 'faas.trigger': 'http' } }, (span) => {
      makeCalls(tracer);
      span.end();
    });
    await (trace.getDelegate?.() ?? trace).forceFlush();
    await datagramsSent();
  },
  'aws-xray-sdk': async () => {
    const subsegment = globalThis.xraySdk.getSegment().addNewSubsegment('## handler');
    for (const [name] of CALLS) subsegment.addNewSubsegment(name).close();
    subsegment.close();
    await datagramsSent();
  },
};

/** Who sends datagrams without us says that they are sent before they have left. */
function datagramsSent() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Looked up as every copy of the API does: loading one more is the app's own cost. */
function api() {
  return globalThis[Symbol.for('opentelemetry.js.api.1')];
}

function makeCalls(tracer) {
  for (const [name, attributes] of CALLS) tracer.startSpan(name, { kind: CLIENT, attributes }).end();
}
