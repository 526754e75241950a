import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from '../../../scripts/command.ts';
import { buildCodeCacheLayer, buildLayer, CODE_CACHE_LAYER, LAYER } from '../../../scripts/layer.ts';
import { runTraced } from '../built/run-traced.ts';
import { startOtlpReceiver } from '../config/otlp-receiver.ts';
import { CALL_NAMES, LAYER_DIST, runCallInLayer, runInLayer } from '../layer/run-in-layer.ts';
import { unzip } from '../layer/unzip.ts';
import { createTaskRoot } from '../task-root.ts';

const FUNCTIONS = fileURLToPath(new URL('../functions', import.meta.url));

/** What makes a function say how it was started. */
const SAYING = { OTEL_LOG_LEVEL: 'debug' };
const FROM_CACHE = 'started from the code cache';

/**
 * Lays the code cache over the layer, and starts a function with its wrapper as Lambda would: from the cache, and wherever there is something
 * wrong with that, without.
 *
 * @returns a few words.
 * @throws AssertionError where a function starts in another way than it should, or is not traced.
 */
async function checkCodeCache(): Promise<string> {
  await buildLayer();
  const entries = await buildCodeCacheLayer(process.execPath);
  // A space, since the wrapper must quote.
  const opt = await mkdtemp(join(tmpdir(), 'opt of a layer-'));
  try {
    await unzip(LAYER, opt);
    const without = await start(opt);
    assert.equal(without, undefined, 'without a code cache, nothing is said of one');
    await unzip(CODE_CACHE_LAYER, opt);
    await checkInstrumentations(opt);
    await checkOwnPackages(opt);
    await checkOtlp(opt);
    await checkStarts(opt);
    await checkCommand(opt);
  } finally {
    await rm(opt, { recursive: true });
  }
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes.length, 0);
  return `${entries.length} files, ${bytes} bytes`;
}

/** Their files are in the cache, too. */
async function checkInstrumentations(opt: string): Promise<void> {
  const { names, logs } = await runCallInLayer(opt, SAYING);
  assert.deepEqual(names, CALL_NAMES, logs.join('\n'));
  assert.equal(findWords(logs), FROM_CACHE);
}

/** A hook on `require` looks into the cache of the one that it was given: with the code cache, and where V8 refuses that. */
async function checkOwnPackages(opt: string): Promise<void> {
  await using root = await createTaskRoot({
    'index.js': "const { name } = require('own'); exports.handler = async () => name;",
    'node_modules/own/index.js': "exports.name = require('./name.js');",
    'node_modules/own/name.js': "module.exports = 'own';",
  });
  for (const nodeArguments of [[], REFUSED]) {
    const environment = { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'aws-sdk,http', ...SAYING };
    const { outcome, names, logs } = await runInLayer(opt, { taskRoot: root.path, nodeArguments, environment });
    assert.equal(outcome.status === 'response' && outcome.response, 'own', logs.join('\n'));
    assert.deepEqual(names, ['function-under-test']);
  }
}

/** The exporter is the function's own, which only `import()` finds in all its forms. */
async function checkOtlp(opt: string): Promise<void> {
  await using receiver = await startOtlpReceiver();
  const { logs } = await runInLayer(opt, {
    taskRoot: FUNCTIONS,
    handler: 'echo.handler',
    environment: {
      ...SAYING,
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    },
  });
  assert.equal(receiver.requests.length, 1, logs.join('\n'));
  assert.deepEqual(
    logs.filter((line) => line.includes('Warning')),
    [],
  );
}

/** A flag under which V8 takes no code that was made without it. */
const REFUSED = ['--stack-size=900'];

async function checkStarts(opt: string): Promise<void> {
  const folder = join(opt, LAYER_DIST, 'code-cache');
  assert.equal(await start(opt), FROM_CACHE);
  assert.equal(await start(opt, ['--expose-gc']), FROM_CACHE);
  // As Lambda starts Node: how much memory there is changes nothing for V8.
  const asLambda = [
    '--expose-gc',
    '--max-http-header-size=81920',
    '--max-semi-space-size=8',
    '--max-old-space-size=112',
  ];
  assert.equal(await start(opt, asLambda), FROM_CACHE);
  assert.match(await started(opt, REFUSED), /: it is of another Node, or other flags$/);

  const engine = (await readdir(folder)).find((name) => !name.endsWith('-gc'));
  assert(engine !== undefined);
  const names = await readdir(join(folder, engine));
  const register = names.find((name) => name.startsWith('register.cjs.'));
  assert(register !== undefined, names.join(', '));
  await rename(join(folder, engine, register), join(folder, engine, 'register.cjs.0123456789abcdef'));
  assert.match(await started(opt), /or it is of other files$/);
  await writeFile(join(folder, engine, register), 'not what V8 has made');
  assert.match(await started(opt), /: it is of another Node, or other flags$/);
  await rm(join(folder, engine), { recursive: true });
  assert.match(await started(opt), /^started without a code cache: there is no /);
}

/** The command finds its files where they are, and writes beside them: as in an image, after `npm install`. */
async function checkCommand(opt: string): Promise<void> {
  const dist = join(opt, 'package', 'dist');
  await cp(join(opt, LAYER_DIST), dist, { recursive: true });
  await rm(join(dist, 'code-cache'), { recursive: true });
  const told = await mustRun(process.execPath, [join(dist, 'make-code-cache.mjs')]);
  assert.equal(told.trim().split('\n').length, 2, told);
  assert.match(told, /code-cache.*: \d+ files, \d+ bytes$/m);
  const { names, logs } = await runTraced({
    taskRoot: FUNCTIONS,
    handler: 'echo.handler',
    nodeArguments: ['--require', join(dist, 'register-cached.cjs')],
    environment: SAYING,
  });
  assert.deepEqual(names, ['function-under-test'], logs.join('\n'));
  assert(logs.join('\n').includes(FROM_CACHE), logs.join('\n'));
  await rm(join(dist, 'register-xray.cjs'));
  await assert.rejects(mustRun(process.execPath, [join(dist, 'make-code-cache.mjs')]), /has sent no segment document/);
}

async function started(opt: string, nodeArguments: readonly string[] = []): Promise<string> {
  const said = await start(opt, nodeArguments);
  assert(said !== undefined, 'nothing is said of the code cache');
  return said;
}

/** Invokes a function, which must be traced, and gives what is said of how it was started. */
async function start(opt: string, nodeArguments: readonly string[] = []): Promise<string | undefined> {
  const { names, logs } = await runInLayer(opt, { nodeArguments, environment: SAYING });
  assert.deepEqual(names, ['function-under-test'], logs.join('\n'));
  return findWords(logs);
}

function findWords(logs: readonly string[]): string | undefined {
  return logs.map((line) => /^otel-xray\/lambda (started .*)$/.exec(line)?.[1]).find((words) => words !== undefined);
}

console.log(await checkCodeCache());
