'use strict';

const TRACE_HEADER = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';
const at = (millis) => [1_700_000_000, millis * 1_000_000];

/**
 * One request, from the trace header that comes in to the header that goes out, and its spans from the SDK's batch
 * processor over a UDP socket; then one invocation of a Lambda function. Everything is fixed, so that every Node and every
 * line gives the same report.
 */
exports.runScenario = async function runScenario({ line, modules, api, resources, sdk }) {
  const { XRaySpanExporter } = modules['@otel-xray/exporter'];
  const { XRayPropagator } = modules['@otel-xray/propagator'];
  const { startDaemon, startFunction } = modules['@otel-xray/testing'];
  const daemon = await startDaemon();
  const provider = line.createProvider(sdk, {
    exporter: new XRaySpanExporter({ daemonAddress: daemon.address, indexedAttributes: ['order.id'] }),
    idGenerator: createCountingIds(),
    resource: resources.resourceFromAttributes({ 'service.name': 'orders', 'service.version': '1.4.2' }),
  });
  const propagator = new XRayPropagator();
  const carrier = { 'X-Amzn-Trace-Id': TRACE_HEADER };
  const parent = propagator.extract(api.ROOT_CONTEXT, carrier, lowerCaseGetter);
  const { spans, sent } = traceRequest({ api, tracer: provider.getTracer('matrix', '1.0.0'), parent, propagator });
  await provider.forceFlush();
  const documents = await daemon.waitFor((arrived) => arrived.flatMap(idsIn).length >= spans);
  await provider.shutdown();
  await daemon.close();
  const lambda = await startFunction({ handler: 'lambda-function.handler', taskRoot: __dirname });
  const invocation = await lambda.invoke({}, { traceHeader: TRACE_HEADER });
  await lambda.close();
  return {
    node: process.versions.node,
    exports: Object.fromEntries(Object.entries(modules).map(([entry, module]) => [entry, namesOf(module)])),
    header: sent['x-amzn-trace-id'],
    lambdaHeader: invocation.response?.['x-amzn-trace-id'],
    documents: documents.toSorted((a, b) => a.id.localeCompare(b.id)),
  };
};

function traceRequest({ api, tracer, parent, propagator }) {
  const sent = {};
  const { SERVER, CLIENT, INTERNAL } = api.SpanKind;
  const http = {
    'http.request.method': 'POST',
    'url.full': 'https://shop.test/orders',
    'http.response.status_code': 500,
  };
  const server = tracer.startSpan(
    'POST /orders',
    { kind: SERVER, startTime: at(0), attributes: { ...http, 'order.id': 'A-17', 'order.items': ['tea', 'cups'] } },
    parent,
  );
  const below = api.trace.setSpan(parent, server);
  const table = { 'rpc.system': 'aws-api', 'rpc.service': 'DynamoDB', 'rpc.method': 'PutItem' };
  const call = tracer.startSpan('DynamoDB.PutItem', { kind: CLIENT, startTime: at(10), attributes: table }, below);
  propagator.inject(api.trace.setSpan(below, call), sent, lowerCaseSetter);
  call.end(at(30));
  const work = tracer.startSpan('reserve', { kind: INTERNAL, startTime: at(31) }, below);
  const thrown = Object.assign(new TypeError('no cups left'), {
    stack: 'TypeError: no cups left\n    at reserve (/app/stock.js:12:7)',
  });
  work.recordException(thrown, at(32));
  work.setStatus({ code: api.SpanStatusCode.ERROR, message: thrown.message });
  work.end(at(33));
  server.end(at(40));
  return { spans: 3, sent };
}

/** Ids that count: the same on every line and every Node. */
function createCountingIds() {
  let [traces, spans] = [0, 0];
  return {
    generateTraceId: () => `6553f100${(++traces).toString(16).padStart(24, '0')}`,
    generateSpanId: () => (++spans).toString(16).padStart(16, '0'),
  };
}

function idsIn({ id, subsegments = [] }) {
  return [id, ...subsegments.flatMap(idsIn)];
}

/** What a module gives by name; the names that Node itself puts beside them are not ours. */
function namesOf(module) {
  return Object.keys(module)
    .filter((name) => name !== 'default' && name !== 'module.exports' && name !== '__esModule')
    .sort();
}

const lowerCaseSetter = { set: (carrier, key, value) => (carrier[key.toLowerCase()] = value) };
const lowerCaseGetter = {
  keys: Object.keys,
  get: (carrier, key) => Object.entries(carrier).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1],
};
