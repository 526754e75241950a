import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildLayer, LAYER } from '../../../scripts/layer.ts';
import type { TracedOutcome } from '../built/run-traced.ts';
import { CALL_NAMES, LAYER_DIST, runCallInLayer, runInLayer } from './run-in-layer.ts';
import { unzip } from './unzip.ts';

/** "A few hundred kB at most": what it has today, and room for as much again. */
const MAX_BYTES = 260_000;

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
  const register = join(opt, LAYER_DIST, 'register.cjs');
  const ours = `--require "${register}"`;
  const traced = ['function-under-test'];

  const plain = await runInLayer(opt);
  assert.deepEqual(plain.names, traced, plain.logs.join('\n'));
  assert.deepEqual(responseOf(plain), { stackTraceLimit: 10, nodeOptions: ours });

  const beside = await runInLayer(opt, { environment: { NODE_OPTIONS: '--stack-trace-limit=7' } });
  assert.deepEqual(beside.names, traced, beside.logs.join('\n'));
  assert.deepEqual(responseOf(beside), { stackTraceLimit: 7, nodeOptions: `--stack-trace-limit=7 ${ours}` });

  const disabled = await runInLayer(opt, { environment: { OTEL_SDK_DISABLED: 'True' } });
  assert.deepEqual(disabled.names, []);
  assert.deepEqual(responseOf(disabled), { stackTraceLimit: 10, nodeOptions: '' });
}

/** What they load must be in the layer, too. */
async function checkInstrumentations(opt: string): Promise<void> {
  const { names, logs } = await runCallInLayer(opt);
  assert.deepEqual(names, CALL_NAMES, logs.join('\n'));
  assert.deepEqual(logs, []);
}

function responseOf({ outcome }: TracedOutcome): unknown {
  return outcome.status === 'response' ? outcome.response : outcome;
}

if (import.meta.main) console.log(await checkLayer());
