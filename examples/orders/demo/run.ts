import type { SegmentDocument } from '@otel-xray/segments';
import type { InvocationOutcome, RunningFunction } from '@otel-xray/testing';
import { orderRequest } from './requests.ts';
import { startSurroundings, type Surroundings } from './surroundings.ts';
import { beginTrace } from './trace-header.ts';

/** One invocation: what it shows, how it ended, and what the daemon got of it. */
export interface ObservedInvocation {
  readonly title: string;
  readonly traceId: string;
  readonly outcome: InvocationOutcome;
  readonly documents: readonly SegmentDocument[];
}

/** Lambda's own limit for a function behind API Gateway is 29 s; nothing here takes long. */
const TIMEOUT_MILLIS = 10_000;

/**
 * Runs the example and gives one invocation after another, as it is observed.
 *
 * Throws when a trace does not arrive, when there is no message for the worker, or when the daemon rejects a datagram. Ends
 * everything it started in any case.
 */
export async function* runOrders(): AsyncGenerator<ObservedInvocation> {
  const surroundings = await startSurroundings();
  const { daemon, ordersApi, ordersWorker, queue, dynamoDb } = surroundings;
  try {
    yield await observe(surroundings, ordersApi, {
      title: 'orders-api: an order is placed',
      event: orderRequest('mug'),
    });
    const messages = queue.drain();
    if (messages.Records.length !== 1)
      throw new Error(`expected one message for the worker, found ${messages.Records.length}`);
    yield await observe(surroundings, ordersWorker, {
      title: 'orders-worker: its message is worked off',
      event: messages,
    });
    yield await observe(surroundings, ordersApi, {
      title: 'orders-api: an order fails',
      event: orderRequest('teapot'),
    });
    dynamoDb.throttled = true;
    yield await observe(surroundings, ordersApi, {
      title: 'orders-api: DynamoDB throttles an order',
      event: orderRequest('mug'),
    });
    const [rejected] = daemon.rejected;
    if (rejected !== undefined) throw new Error(`the daemon rejected a datagram: ${rejected.message}`);
  } finally {
    await surroundings.close();
  }
}

interface Observation {
  readonly title: string;
  readonly event: unknown;
}

/** Invokes the function in a trace of its own, as Lambda does, and waits for what the daemon gets of it. */
async function observe(
  { daemon }: Surroundings,
  sandbox: RunningFunction,
  { title, event }: Observation,
): Promise<ObservedInvocation> {
  const { traceId, segmentId, header } = beginTrace();
  const outcome = await sandbox.invoke(event, { traceHeader: header, timeoutMillis: TIMEOUT_MILLIS });
  try {
    const documents = await daemon.waitForTrace(traceId, { rootParentId: segmentId });
    return { title, traceId, outcome, documents };
  } catch (cause) {
    const logs = sandbox.logs.map((line) => `  | ${line}`);
    throw new Error([`${title}: no trace; the invocation ended as ${outcome.status}`, ...logs].join('\n'), { cause });
  }
}
