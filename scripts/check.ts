import { runMatrix } from '../test/matrix/run.ts';
import { runRunners } from '../test/runners/run.ts';
import { type Check, runChecks } from './checks/check.ts';
import { mustRun } from './command.ts';
import { lambdaChecks } from './checks/lambda-start.ts';
import { packageChecks } from './checks/packages.ts';
import { sourceChecks } from './checks/source.ts';
import { textChecks } from './checks/text.ts';

const matrix = { name: 'matrix', run: async () => `${(await runMatrix()).length} runs` };
const runners = { name: 'runners', run: async () => `${(await runRunners()).length} runs` };

// In a process of its own: it takes the packages from their sources, which this process was not started for.
const inProcess = (name: string, script: string): Check => ({
  name,
  run: async () => (await mustRun(process.execPath, ['-C', 'source', script])).trim(),
});
const ownProcesses = [
  inProcess('lambda api copies', 'test/lambda/api/run.ts'),
  inProcess('lambda helpers', 'test/lambda/bundle-helpers/run.ts'),
  inProcess('lambda layer', 'test/lambda/layer/run.ts'),
  inProcess('lambda code cache', 'test/lambda/code-cache/run.ts'),
  inProcess('lambda instrumentations', 'test/lambda/instrumentations/run.ts'),
  inProcess('lambda otlp grpc', 'test/lambda/otlp-grpc/run.ts'),
  inProcess('aws-lambda-ric', 'test/ric/run.ts'),
];

// All that CI checks beside the tests. Names on the command line choose some: `pnpm check lint types`.
const wanted = process.argv.slice(2);
const checks = [...sourceChecks, ...textChecks, ...packageChecks, ...lambdaChecks, matrix, runners, ...ownProcesses];
const chosen = wanted.length === 0 ? checks : checks.filter(({ name }) => wanted.includes(name));
if (chosen.length === 0) throw new Error(`known checks are ${checks.map(({ name }) => name).join(', ')}`);
const failed = await runChecks(chosen, console.log);
process.exitCode = failed === 0 ? 0 : 1;
