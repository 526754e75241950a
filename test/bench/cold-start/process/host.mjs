// Loads a handler as the runtime client does, invokes it once, and says when each was done, from the start of the process on.
const { BENCH_FUNCTION, BENCH_ALSO, BENCH_THROUGH_HANDLER, _HANDLER } = process.env;
const file = BENCH_THROUGH_HANDLER === '1' ? _HANDLER.replace(/\.handler$/, '.mjs') : BENCH_FUNCTION;
const { handler } = await import(file);
if (BENCH_ALSO !== undefined) for (const also of BENCH_ALSO.split(',')) await import(also);
const report = { readyMillis: performance.now(), cpu: process.cpuUsage(), rssBytes: process.memoryUsage.rss() };
const builtIns = process.moduleLoadList.length;
await handler(
  { orderId: 'A-17' },
  {
    functionName: 'orders',
    awsRequestId: '6bc28136-1c8b-4a3f-9f4e-2f1d3c5b7a90',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
    getRemainingTimeInMillis: () => 3_000,
  },
);
const flushedMillis = performance.now();
process.getBuiltinModule('node:fs').writeSync(1, JSON.stringify({ ...report, builtIns, flushedMillis }));
// Nothing that runs at the exit belongs to a cold start.
process.reallyExit(0);
