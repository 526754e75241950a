import assert from 'node:assert/strict';
import { join } from 'node:path';
import { buildPackages } from '../../../scripts/build.ts';
import { CACHE } from '../../../scripts/folders.ts';
import { buildFunction, type Kind, KINDS, LAMBDA_PACKAGE } from '../built/build-function.ts';
import { runTraced } from '../built/run-traced.ts';
import { API_VERSIONS, type ApiVersion, apiFolder } from './copies.ts';

/** Makes a span by a tracer of the function's own copy of the API, and says whether it is there. */
const APP = `() => tracer.startActiveSpan('app work', (span) => {
  const isActive = trace.getActiveSpan() === span && span.isRecording();
  span.end();
  return { isActive };
})`;
// Asked for while the module is loaded, which may be before anything is registered.
const TRACER = "const tracer = trace.getTracer('app');";
const API_IMPORT = "import { trace } from '@opentelemetry/api';";

/** How such a function comes to be traced. */
const TRACED_BY = [
  { by: '--import', nodeArguments: ['--import', join(LAMBDA_PACKAGE, 'dist', 'register.mjs')], usesWrapHandler: false },
  {
    by: '--require',
    nodeArguments: ['--require', join(LAMBDA_PACKAGE, 'dist', 'register.cjs')],
    usesWrapHandler: false,
  },
  { by: 'wrapHandler', nodeArguments: [], usesWrapHandler: true },
] as const;

interface Case {
  readonly version: ApiVersion;
  readonly kind: Kind;
  readonly traced: (typeof TRACED_BY)[number];
}

/**
 * Every copy of the API in every kind of function, traced in every way. Left out is what cannot be: before a bundle runs, nothing
 * says that it has an API newer than ours inside.
 */
function cases(): readonly Case[] {
  return API_VERSIONS.flatMap((version) =>
    KINDS.flatMap((kind) => TRACED_BY.map((traced) => ({ version, kind, traced }))),
  ).filter(({ version, kind, traced }) => version !== '1.11.0' || kind.bundler === undefined || traced.usesWrapHandler);
}

async function runCase({ version, kind, traced }: Case): Promise<void> {
  const folder = join(CACHE, 'lambda', 'api', `${version} ${kind.kind} ${traced.by}`.replaceAll(/[^\w.]+/g, '-'));
  const api = { '@opentelemetry/api': await apiFolder(version) };
  const code = traced.usesWrapHandler
    ? `${API_IMPORT}\nimport { wrapHandler } from '@otel-xray/lambda';\n${TRACER}\nexport const handler = wrapHandler(async ${APP});\n`
    : `${API_IMPORT}\n${TRACER}\nexport const handler = async ${APP};\n`;
  const packages = traced.usesWrapHandler ? { ...api, '@otel-xray/lambda': LAMBDA_PACKAGE } : api;
  await buildFunction({ ...kind, folder, packages, code });
  const { nodeArguments } = traced;
  const { outcome, names, logs } = await runTraced({ taskRoot: folder, handler: 'index.handler', nodeArguments });
  const told = `API ${version}, ${kind.kind}, ${traced.by}\n${logs.join('\n')}`;
  assert.deepEqual(outcome, { ...outcome, status: 'response', response: { isActive: true } }, told);
  assert.deepEqual(names, ['function-under-test', 'function-under-test > app work'], told);
  assert.deepEqual(logs, [], told);
}

/**
 * Runs functions that bring a copy of the API of their own, and checks that the spans which they make through it arrive.
 *
 * @returns a few words.
 * @throws AssertionError for the first function that is silent, with its log.
 */
export async function checkApiCopies(): Promise<string> {
  await buildPackages(['lambda']);
  const all = cases();
  for (const one of all) await runCase(one);
  return `${all.length} functions`;
}

if (import.meta.main) console.log(await checkApiCopies());
