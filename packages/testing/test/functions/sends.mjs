import { createSocket } from 'node:dgram';

const send = (document) =>
  new Promise((resolve) => {
    const [host, port] = process.env.AWS_XRAY_DAEMON_ADDRESS.split(':');
    const socket = createSocket('udp4');
    socket.send(`{"format":"json","version":1}\n${JSON.stringify(document)}`, Number(port), host, () => {
      socket.close();
      resolve();
    });
  });

let waiting = [];

/** Sends a subsegment below what the invoke store says, and answers when as many invocations are there as the event asks for. */
export const handler = async ({ together = 1 }, context) => {
  const header = globalThis.awslambda.InvokeStore.getXRayTraceId();
  const [, trace_id, parent_id] = /Root=([^;]+);Parent=([^;]+)/.exec(header) ?? [];
  console.log(`order ${context.awsRequestId}`);
  if (trace_id !== undefined) {
    const id = parent_id.split('').reverse().join('');
    await send({ id, trace_id, parent_id, type: 'subsegment', name: 'order', start_time: 1, end_time: 2 });
  }
  await new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length < together) return;
    for (const go of waiting) go();
    waiting = [];
  });
  return { header, sameAsContext: header === context.xRayTraceId, variable: process.env._X_AMZN_TRACE_ID ?? null };
};

export const other = async () => 'another export';
