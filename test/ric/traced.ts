import assert from 'node:assert/strict';
import { join } from 'node:path';
import { lintDocument } from '@otel-xray/testing';
import { buildPackages } from '../../scripts/build.ts';
import { mustRun } from '../../scripts/command.ts';
import { ROOT } from '../../scripts/folders.ts';
import { findMixtures, invokeAll, TENANT_ENVIRONMENT, tenantCalls } from '../lambda/concurrency/tenants.ts';
import { KINDS, type HandlerKind } from '../lambda/handlers/kinds.ts';
import { withoutFrames, withoutLoader } from '../lambda/handlers/outcomes.ts';
import { REFUSALS } from '../lambda/handlers/refusals.ts';
import { THROWN } from '../lambda/handlers/thrown.ts';
import type { HandlerFiles } from '../lambda/handlers/kinds.ts';
import { createTaskRoot } from '../lambda/task-root.ts';
import { startBare, startTraced, type TracedFunction, type TracedOptions } from '../lambda/traced-function.ts';
import { installNode } from '../matrix/nodes.ts';
import { BROKEN_STREAMS, type BrokenStream } from './broken-streams.ts';
import type { Run } from './runs.ts';

/** Lambda's versions of Node, the lowest that the package takes, and the newest. */
const NODE_VERSIONS = ['22.15.0', '24.21.0', '26.10.0'] as const;

/** The version on which what does not depend on it is tried. */
const MAIN_VERSION = '24.21.0';

const DIST = join(ROOT, 'packages', 'lambda', 'dist');

/** The ways in which users load it: `NODE_OPTIONS` takes all of them. */
const PRELOADS = [
  { by: '--import', flag: '--import', file: join(DIST, 'register.mjs') },
  { by: '--require', flag: '--require', file: join(DIST, 'register.cjs') },
  { by: '--require from a code cache', flag: '--require', file: join(DIST, 'register-cached.cjs') },
] as const;

const EVENT = { order: 7 };

/** How a function is started. */
interface Start {
  readonly version: string;
  readonly nodePath: string;
  readonly runtimeClient: string;
  /** Of {@link PRELOADS}. */
  readonly preload: (typeof PRELOADS)[number];
}

/** Builds `@otel-xray/lambda`, and gives what is to be tried with it under AWS's runtime client. */
export async function tracedRuns(runtimeClient: string): Promise<readonly Run[]> {
  await buildPackages(['lambda']);
  const runs: Run[] = [];
  for (const version of NODE_VERSIONS) {
    const nodePath = await installNode(version);
    await mustRun(nodePath, [join(DIST, 'make-code-cache.mjs')]);
    for (const preload of PRELOADS) {
      const how: Start = { version, nodePath, runtimeClient, preload };
      const add = (what: string, run: () => Promise<void>): number =>
        runs.push({ name: `${what}, on Node ${version} by ${preload.by}`, run });
      for (const kind of KINDS) add(kind.why, () => runKind(kind, how));
      add('100 tenants at once, in two worker threads', () => runTenants(how));
      if (version !== MAIN_VERSION) continue;
      for (const files of REFUSALS) add(files.why, () => runRefusal(files, how));
      for (const one of BROKEN_STREAMS) add(`a broken stream: ${one.why}`, () => runBrokenStream(one, how));
      for (const handler of ['throws.handler', 'throws.plain']) add(handler, () => runThrows(handler, how));
    }
  }
  return runs;
}

/** Starts the function traced as users do: by a variable, which every worker thread inherits. */
function start(
  { preload: { flag, file }, nodePath, runtimeClient }: Start,
  options: TracedOptions,
): Promise<TracedFunction> {
  const environment = { ...options.environment, NODE_OPTIONS: `${flag} "${file}"` };
  return startTraced({ ...options, nodePath, runtimeClient, register: [], environment });
}

async function runKind(kind: HandlerKind, how: Start): Promise<void> {
  await using taskRoot = await createTaskRoot(kind.files);
  const nodeArguments = kind.isTypeScript === true && how.version.startsWith('22.15') ? STRIP_TYPES : [];
  await using traced = await start(how, { handler: kind.handler, taskRoot: taskRoot.path, nodeArguments });
  const { outcome, trace } = await traced.invoke(EVENT);
  assert.partialDeepStrictEqual(
    outcome,
    {
      status: 'response',
      response: kind.response ?? EVENT,
      ...(kind.isStreaming === true && { streamed: true }),
    },
    traced.running.logs.join('\n'),
  );
  const documents = await traced.daemon.waitForTrace(trace.id, { rootParentId: trace.parentId });
  const invocation = { name: 'function-under-test', type: 'subsegment', parent_id: trace.parentId };
  assert.equal(documents.length, 2);
  assert.partialDeepStrictEqual(documents, [{ ...invocation, in_progress: true }, invocation]);
  assert.equal(documents[1]?.in_progress, undefined);
  assert.equal(documents[1]?.fault, undefined);
  assert.deepEqual(documents.flatMap(lintDocument), []);
  assert.deepEqual(traced.running.logs, []);
}

/** Node strips types by itself from 22.18 on. */
const STRIP_TYPES = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];

/** As Lambda Managed Instances do: preloads run in every worker, the handler in none but these. */
async function runTenants(how: Start): Promise<void> {
  const environment = {
    ...TENANT_ENVIRONMENT,
    AWS_LAMBDA_MAX_CONCURRENCY: '100',
    AWS_LAMBDA_NODEJS_WORKER_COUNT: '2',
  };
  await using traced = await start(how, { handler: 'tenants.handler', environment });
  const calls = tenantCalls(100);
  // How many come to which worker is up to them: none waits for the others.
  await invokeAll(traced.running, calls, 1);
  await traced.daemon.settle();
  const mixtures = findMixtures(traced.daemon.documents, calls);
  assert.equal(mixtures.length, 0, mixtures.slice(0, 9).join('\n'));
}

async function runRefusal({ files, handler }: HandlerFiles, how: Start): Promise<void> {
  await using taskRoot = await createTaskRoot(files);
  const options = { handler, taskRoot: taskRoot.path };
  const bare = await startBare({ ...options, ...how });
  const without = await bare.invoke(EVENT).finally(() => bare.close());
  await using traced = await start(how, options);
  const { outcome, documents } = await traced.invoke(EVENT);
  assert.partialDeepStrictEqual(without, { status: 'error', phase: 'init' });
  assert.deepEqual(withoutLoader(outcome), withoutLoader(without));
  assert.deepEqual(documents, []);
}

async function runThrows(handler: string, how: Start): Promise<void> {
  const bare = await startBare({ handler, ...how });
  await using traced = await start(how, { handler });
  try {
    for (const { how: event, exceptions } of THROWN) {
      const without = await bare.invoke({ how: event });
      const { outcome, finished } = await traced.invoke({ how: event });
      assert.deepEqual(withoutFrames(outcome), withoutFrames(without), event);
      assert.partialDeepStrictEqual(finished, [{ fault: true, cause: { exceptions } }], event);
    }
  } finally {
    await bare.close();
  }
}

/** The fate of the function is its own, and what has been sent before says that it failed. */
async function runBrokenStream({ files, handler, message }: BrokenStream, how: Start): Promise<void> {
  await using taskRoot = await createTaskRoot(files);
  const options = { handler, taskRoot: taskRoot.path };
  const bare = await startBare({ ...options, ...how });
  const request = { requestId: 'request-1' };
  const without = await bare.invoke(EVENT, request).finally(() => bare.close());
  await using traced = await start(how, options);
  const { outcome, documents } = await traced.invoke(EVENT, request);
  assert.deepEqual(outcome, without);
  const last = documents.at(-1);
  assert.equal(last?.fault, true, `the last document is ${JSON.stringify(last)}`);
  assert.partialDeepStrictEqual(last, { cause: { exceptions: [message === undefined ? {} : { message }] } });
}
