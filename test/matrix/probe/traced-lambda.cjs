'use strict';
const { startDaemon, startFunction } = require('@otel-xray/testing');

const TRACE_HEADER = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';

/** The ways in which `@otel-xray/lambda` comes to a function. */
const WAYS = [
  { way: '--import', handler: 'plain-function.handler', nodeArguments: ['--import', '@otel-xray/lambda/register'] },
  { way: '--require', handler: 'plain-function.handler', nodeArguments: ['--require', '@otel-xray/lambda/register'] },
  { way: 'wrapHandler, imported', handler: 'wrapped-function.handler', nodeArguments: [] },
  { way: 'wrapHandler, required', handler: 'wrapped-function-required.handler', nodeArguments: [] },
];

/** One invocation: what it answered, what arrived of it, and what was said meanwhile, which should be nothing. */
async function trace({ way, handler, nodeArguments }) {
  const daemon = await startDaemon();
  const environment = { AWS_XRAY_DAEMON_ADDRESS: daemon.address, OTEL_XRAY_INDEXED_ATTRIBUTES: 'order.id' };
  const running = await startFunction({ handler, taskRoot: __dirname, nodeArguments, environment });
  const outcome = await running.invoke({}, { traceHeader: TRACE_HEADER });
  await daemon.settle();
  await running.close();
  await daemon.close();
  const finished = daemon.documents.filter(({ in_progress }) => in_progress !== true);
  return {
    way,
    status: outcome.status,
    response: outcome.response,
    documents: finished.map(({ trace_id, parent_id, name, subsegments = [] }) => ({
      trace_id,
      parent_id,
      name,
      below: subsegments.map((one) => ({ name: one.name, annotations: one.annotations })),
    })),
    logs: running.logs,
  };
}

void (async () => {
  const traced = [];
  for (const one of WAYS) traced.push(await trace(one));
  process.stdout.write(JSON.stringify(traced));
})();
