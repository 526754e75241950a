import { LINES } from './lines.cjs';
import { runScenario } from './scenario.cjs';

// The scenario on packages that `import` gives: prints what came of it as JSON.
const [, , lineName, ...entries] = process.argv;
const line = LINES[lineName];
const modules = Object.fromEntries(await Promise.all(entries.map(async (entry) => [entry, await import(entry)])));
const openTelemetry = {
  api: await import('@opentelemetry/api'),
  resources: await import('@opentelemetry/resources'),
  sdk: await import(line.sdk),
};
const report = await runScenario({ line, modules, ...openTelemetry });
process.stdout.write(JSON.stringify(report));
