import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPackages } from '../../../scripts/build.ts';
import { CACHE } from '../../../scripts/folders.ts';
import { type ApiVersion, apiFolder } from '../api/copies.ts';
import { buildFunction, type Kind, KINDS, LAMBDA_PACKAGE } from '../built/build-function.ts';
import { runTraced } from '../built/run-traced.ts';
import { startService } from './service.ts';

/** All that register may read when every instrumentation is asked for, over what it reads anyway. */
const MAX_BYTES = 90_000;

const DIST = join(LAMBDA_PACKAGE, 'dist');

const IMPORTS = "import { once } from 'node:events';\nimport { get } from 'node:http';\n";
/** One call by `fetch`, and one by a function of `node:http` that is imported by its name. */
const APP = `async () => {
  await fetch(process.env.SERVICE_URL);
  const [response] = await once(get(process.env.SERVICE_URL), 'response');
  await once(response.resume(), 'end');
}`;

/** How such a function comes to be traced. */
interface TracedBy {
  readonly by: string;
  readonly nodeArguments: readonly string[];
  readonly usesWrapHandler: boolean;
  /** The copy of the API that the function has. */
  readonly api: ApiVersion;
}

const TRACED_BY: readonly TracedBy[] = [
  {
    by: '--import',
    nodeArguments: ['--import', join(DIST, 'register.mjs')],
    usesWrapHandler: false,
    // Newer than the one that the instrumentations have inside.
    api: '1.11.0',
  },
  {
    by: '--require',
    nodeArguments: ['--require', join(DIST, 'register.cjs')],
    usesWrapHandler: false,
    api: '1.10.0',
  },
  { by: 'wrapHandler', nodeArguments: [], usesWrapHandler: true, api: '1.10.0' },
  { by: 'wrapHandler, API 1.9', nodeArguments: [], usesWrapHandler: true, api: '1.9.1' },
];

interface Case {
  readonly kind: Kind;
  readonly traced: TracedBy;
  readonly serviceUrl: string;
}

async function runCase({ kind, traced, serviceUrl }: Case): Promise<void> {
  const folder = join(CACHE, 'lambda', 'instrumentations', `${kind.kind} ${traced.by}`.replaceAll(/[^\w.]+/g, '-'));
  const code = traced.usesWrapHandler
    ? `${IMPORTS}import { wrapHandler } from '@otel-xray/lambda';\nexport const handler = wrapHandler(${APP});\n`
    : `${IMPORTS}export const handler = ${APP};\n`;
  const api = { '@opentelemetry/api': await apiFolder(traced.api) };
  const packages = traced.usesWrapHandler ? { ...api, '@otel-xray/lambda': LAMBDA_PACKAGE } : api;
  await buildFunction({ ...kind, folder, packages, code });
  const { outcome, names, logs } = await runTraced({
    taskRoot: folder,
    handler: 'index.handler',
    nodeArguments: traced.nodeArguments,
    environment: { SERVICE_URL: serviceUrl, OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,undici' },
  });
  const told = `${kind.kind}, ${traced.by}\n${logs.join('\n')}`;
  assert.equal(outcome.status, 'response', told);
  // `const { get } = require('node:http')` has taken the function out of the module before wrapHandler patches that.
  const takesEarly = kind.format === 'cjs' && kind.bundler === undefined;
  const calls = Array<string>(traced.usesWrapHandler && takesEarly ? 1 : 2).fill('function-under-test > 127.0.0.1');
  assert.deepEqual(names, ['function-under-test', ...calls], told);
  assert.deepEqual(logs, [], told);
}

/**
 * Runs functions of every kind with the built instrumentations, and checks that each of their calls arrives; and that the built
 * instrumentations are no larger than they may be.
 *
 * @returns a few words.
 * @throws AssertionError for the first function that is silent, with its log.
 */
export async function checkInstrumentations(): Promise<string> {
  await buildPackages(['lambda']);
  const bytes = await bytesOfInstrumentations();
  assert.ok(bytes <= MAX_BYTES, `the instrumentations have ${bytes} bytes, ${bytes - MAX_BYTES} over their limit`);
  const service = await startService();
  const cases = KINDS.flatMap((kind) => TRACED_BY.map((traced) => ({ kind, traced, serviceUrl: service.url })));
  try {
    for (const one of cases) await runCase(one);
  } finally {
    await service.close();
  }
  return `${cases.length} functions, ${bytes} bytes`;
}

async function bytesOfInstrumentations(): Promise<number> {
  const files = (await readdir(DIST)).filter((file) => /^instrumentations\b.*\.mjs$/.test(file));
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(DIST, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

if (import.meta.main) console.log(await checkInstrumentations());
