'use strict';
const { LINES } = require('./lines.cjs');
const { runScenario } = require('./scenario.cjs');

// The scenario on packages that `require` gives: prints what came of it as JSON.
const [, , lineName, ...entries] = process.argv;
const line = LINES[lineName];
const modules = Object.fromEntries(entries.map((entry) => [entry, require(entry)]));
const openTelemetry = {
  api: require('@opentelemetry/api'),
  resources: require('@opentelemetry/resources'),
  sdk: require(line.sdk),
};
void runScenario({ line, modules, ...openTelemetry }).then((report) => process.stdout.write(JSON.stringify(report)));
