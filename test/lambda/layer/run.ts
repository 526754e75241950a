import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildLayer, LAYER } from '../../../scripts/layer.ts';
import { runTraced, type TracedOutcome } from '../built/run-traced.ts';
import { startService } from '../instrumentations/service.ts';
import { unzip } from './unzip.ts';

/** "A few hundred kB at most": what it has today, and room for as much again. */
const MAX_BYTES = 260_000;

const BOOTSTRAP = fileURLToPath(new URL('bootstrap.mjs', import.meta.url));
const TASK_ROOT = fileURLToPath(new URL('function', import.meta.url));

/**
 * Builds the layer twice, unpacks it where no other file is, and runs a function with its wrapper as Lambda would.
 *
 * @returns a few words.
 * @throws AssertionError where the builds differ, or the function is not traced as it should be.
 */
export async function checkLayer(): Promise<string> {
  const first = await build();
  const second = await build();
  assert(first.equals(second), 'two builds of the layer differ');
  assert(first.length <= MAX_BYTES, `the layer has ${first.length} bytes, more than ${MAX_BYTES}`);
  // A space, since the wrapper must quote.
  const opt = await mkdtemp(join(tmpdir(), 'opt of a layer-'));
  try {
    const files = await unzip(LAYER, opt);
    const executable = files.filter(({ mode }) => mode !== 0o644);
    assert.deepEqual(
      executable.map(({ path, mode }) => [path, mode]),
      [['otel-xray', 0o755]],
    );
    assert(
      ['@opentelemetry/sdk-trace', 'require-in-the-middle'].every((name) =>
        files.some(({ path, bytes }) => path.includes('THIRD-PARTY-LICENSES') && bytes.includes(name)),
      ),
      'the layer does not say whose code it has inside',
    );
    await checkFunction(opt);
    await checkInstrumentations(opt);
  } finally {
    await rm(opt, { recursive: true });
  }
  return `${first.length} bytes`;
}

async function build(): Promise<Buffer> {
  await buildLayer();
  return readFile(LAYER);
}

async function checkFunction(opt: string): Promise<void> {
  const register = join(opt, 'nodejs', 'node_modules', '@otel-xray', 'lambda', 'dist', 'register.cjs');
  const ours = `--require "${register}"`;
  const traced = ['function-under-test'];

  const plain = await run(opt, {});
  assert.deepEqual(plain.names, traced, plain.logs.join('\n'));
  assert.deepEqual(responseOf(plain), { stackTraceLimit: 10, nodeOptions: ours });

  const beside = await run(opt, { NODE_OPTIONS: '--stack-trace-limit=7' });
  assert.deepEqual(beside.names, traced, beside.logs.join('\n'));
  assert.deepEqual(responseOf(beside), { stackTraceLimit: 7, nodeOptions: `--stack-trace-limit=7 ${ours}` });

  const disabled = await run(opt, { OTEL_SDK_DISABLED: 'True' });
  assert.deepEqual(disabled.names, []);
  assert.deepEqual(responseOf(disabled), { stackTraceLimit: 10, nodeOptions: '' });
}

/** What they load must be in the layer, too. */
async function checkInstrumentations(opt: string): Promise<void> {
  const service = await startService();
  try {
    const environment = { SERVICE_URL: service.url, OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,undici,aws-sdk' };
    const { names, logs } = await run(opt, environment, 'calls.handler');
    assert.deepEqual(names, ['function-under-test', 'function-under-test > 127.0.0.1'], logs.join('\n'));
    assert.deepEqual(logs, []);
  } finally {
    await service.close();
  }
}

function run(
  opt: string,
  environment: Readonly<Record<string, string>>,
  handler = 'index.handler',
): Promise<TracedOutcome> {
  return runTraced({
    taskRoot: TASK_ROOT,
    handler,
    // The bootstrap's own: that what it does is experimental in Node is of no interest.
    nodeArguments: ['--no-warnings'],
    runtimeClient: BOOTSTRAP,
    environment: {
      AWS_LAMBDA_EXEC_WRAPPER: join(opt, 'otel-xray'),
      RUNTIME_CLIENT: fileURLToPath(import.meta.resolve('@otel-xray/testing/runtime-client')),
      ...environment,
    },
  });
}

function responseOf({ outcome }: TracedOutcome): unknown {
  return outcome.status === 'response' ? outcome.response : outcome;
}

if (import.meta.main) console.log(await checkLayer());
