import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPackages } from '../../../scripts/build.ts';
import { CACHE } from '../../../scripts/folders.ts';
import { installPacked } from '../../../scripts/install-packed.ts';
import { LAMBDA_PACKAGE } from '../built/build-function.ts';
import { runTraced } from '../built/run-traced.ts';
import { startGrpcReceiver } from './receiver.ts';

const EXPORTER = '@opentelemetry/exporter-trace-otlp-grpc';

/** What the exporter's own protocol says, of thirty packages: too many for the workspace's own install. */
const MANIFEST = {
  name: 'otlp-grpc',
  private: true,
  type: 'module',
  dependencies: { [EXPORTER]: '0.301.0', '@opentelemetry/api': '1.10.0' },
};

const FUNCTION = `import { trace } from '@opentelemetry/api';
export const handler = async () => trace.getTracer('app').startActiveSpan('app work', (span) => span.end());
`;

/**
 * Runs a function that exports by gRPC, and checks that its spans are with the endpoint before its answer is.
 *
 * @returns a few words.
 * @throws AssertionError for what is missing there, with the function's log.
 */
export async function checkOtlpGrpc(): Promise<string> {
  await buildPackages(['lambda']);
  const taskRoot = join(CACHE, 'lambda', 'otlp-grpc');
  await installPacked(taskRoot, JSON.stringify(MANIFEST), []);
  await writeFile(join(taskRoot, 'index.mjs'), FUNCTION);
  await using receiver = await startGrpcReceiver();
  const { outcome, logs } = await runTraced({
    taskRoot,
    handler: 'index.handler',
    nodeArguments: ['--import', join(LAMBDA_PACKAGE, 'dist', 'register.mjs')],
    environment: {
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    },
  });
  const told = logs.join('\n');
  assert.equal(outcome.status, 'response', told);
  assert.deepEqual(logs, []);
  const paths = receiver.requests.map(({ path }) => path);
  assert.deepEqual(paths, ['/opentelemetry.proto.collector.trace.v1.TraceService/Export'], told);
  for (const name of ['function-under-test', 'app work']) assert.ok(receiver.requests[0]?.body.includes(name), name);
  return `one export of ${EXPORTER}`;
}

if (import.meta.main) console.log(await checkOtlpGrpc());
