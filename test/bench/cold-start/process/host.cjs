'use strict';
// Loads a handler as a CommonJS host would, and says how long that took from the start of the process.
require(process.env.BENCH_FUNCTION);
const report = { readyMillis: performance.now(), cpu: process.cpuUsage(), rssBytes: process.memoryUsage.rss() };
require('node:fs').writeSync(1, JSON.stringify({ ...report, builtIns: process.moduleLoadList.length }));
// Nothing that runs at the exit belongs to a cold start.
process.reallyExit(0);
