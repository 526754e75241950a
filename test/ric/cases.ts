import type { InvokeOptions } from '@otel-xray/testing';

const TRACE_HEADER = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';
const OTHER_HEADER = 'Root=1-6553f100-ffffffffffffffffffffffff;Parent=aaaaaaaaaaaaaaaa;Sampled=0;Lineage=a:1';

/** A handler, the events that it is given one after the other, and what it shows. */
export interface RicCase {
  readonly handler: string;
  readonly why: string;
  readonly invocations?: readonly InvokeOptions[];
  /** All at once, in one worker. */
  readonly atOnce?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where ours says more: AWS's cause header names neither type nor message of a thrown value that is no `Error`. */
  readonly hasBetterCause?: boolean;
}

const once: readonly InvokeOptions[] = [{ requestId: 'request-1', traceHeader: TRACE_HEADER }];
const twice: readonly InvokeOptions[] = [...once, { requestId: 'request-2', traceHeader: OTHER_HEADER }];

/** Everything in which the two clients must not differ. */
export const CASES: readonly RicCase[] = [
  { handler: 'handlers.echo', why: 'an asynchronous handler' },
  { handler: 'handlers.synchronous', why: 'a handler that returns at once' },
  { handler: 'handlers.nothing', why: 'no answer' },
  { handler: 'handlers.text', why: 'a text' },
  { handler: 'common.handler', why: 'CommonJS' },
  { handler: 'handlers.env', why: 'the whole environment' },
  {
    handler: 'handlers.traceVariable',
    why: 'the trace header, replaced and deleted',
    invocations: [...twice, { requestId: 'request-3' }, { requestId: 'request-4', traceHeader: '' }],
  },
  {
    handler: 'handlers.context',
    why: 'the context, with and without its optional members',
    invocations: [
      ...once,
      {
        requestId: 'request-2',
        context: { clientContext: { client: { app: 'größer' } }, identity: { id: 7 }, tenantId: 'tenant-1' },
      },
    ],
  },
  { handler: 'handlers.invokeStore', why: 'the invoke store', invocations: twice },
  { handler: 'handlers.globals', why: 'globalThis.awslambda' },
  { handler: 'handlers.marks', why: 'the marks of a streaming handler' },
  { handler: 'handlers.rejects', why: 'a rejection, and the event after it', invocations: twice },
  { handler: 'handlers.throws', why: 'a thrown error' },
  { handler: 'handlers.throwsText', why: 'a thrown text', hasBetterCause: true },
  { handler: 'handlers.cyclic', why: 'an answer that is no JSON' },
  { handler: 'handlers.callback', why: 'a callback handler' },
  { handler: 'handlers.missing', why: 'no such export' },
  { handler: 'handlers.notAFunction', why: 'an export that is no function' },
  { handler: 'missing.handler', why: 'no such module' },
  { handler: 'unfinished.handler', why: 'a module that does not parse or link' },
  { handler: 'handlers', why: 'no name of an export' },
  { handler: 'handlers.streamed', why: 'streaming' },
  { handler: 'handlers.streamedHttp', why: 'streaming with status and headers' },
  { handler: 'handlers.streamedAndFailed', why: 'streaming that fails on the way' },
  { handler: 'handlers.streamedTooLate', why: 'streaming, content type after the first byte' },
  { handler: 'handlers.streamedSynchronously', why: 'streaming without a promise' },
  {
    handler: 'handlers.overlapping',
    why: 'two invocations at once: the store of each, and no variable',
    invocations: twice,
    atOnce: true,
    environment: { AWS_LAMBDA_MAX_CONCURRENCY: '2', AWS_LAMBDA_NODEJS_WORKER_COUNT: '1' },
  },
].map((one) => ({ invocations: once, ...one }));
