import { context, trace } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import { attempt } from '../attempt.ts';
import { isInTrace } from '../context-missing.ts';
import { tellOnce } from '../tell-once.ts';
import { hasCallSpan, recordAnswer, recordFailure, startCallSpan } from './call-span.ts';
import type { AwsCall, Members } from './call.ts';
import { addTraceHeader, withMessageHeaders } from './outgoing-header.ts';
import { leaveOutUnsent } from './unsent.ts';

/** What the steps of a command hand on. */
interface MiddlewareArguments {
  readonly input: Members;
  readonly request?: unknown;
}
type Next = (args: MiddlewareArguments) => Promise<{ readonly output?: Members }>;
type Middleware = (next: Next, command: { readonly clientName?: string; readonly commandName?: string }) => Next;

/** As much of a client of the AWS SDK for JavaScript v3 as is needed here. */
interface AwsClient {
  readonly middlewareStack: { add(middleware: Middleware, options: object): void };
  readonly config?: { readonly serviceId?: string; readonly region?: () => Promise<string> };
}

/**
 * Traces the calls of a client of the AWS SDK for JavaScript v3: each is a span with what was called, the request's id and
 * the outcome, in X-Ray a node of its own. The trace goes on in the service by the header `X-Amzn-Trace-Id`, and in the receivers
 * of SQS messages by `AWSTraceHeader`. What the app hands in is not changed: messages that get it are copies.
 *
 * The client is changed and given back; doing so twice does no more than once. Where the official instrumentation traces
 * the client, too, its span is the only one. Document clients work; retries are part of the call's span. Outside of a trace
 * the calls are made without a span, and presigning a URL, which sends nothing, is none.
 *
 * @throws never; the calls reject with ContextMissingError outside of a trace if `AWS_XRAY_CONTEXT_MISSING` is
 *   `RUNTIME_ERROR`.
 *
 * @example
 * const dynamoDb = traceAwsClient(new DynamoDBClient());
 */
export function traceAwsClient<Client extends { readonly middlewareStack: object }>(client: Client): Client {
  try {
    addSteps(client as unknown as AwsClient);
  } catch (error) {
    // Whatever it is: it has no stack of steps, or one that takes none.
    const message = 'traceAwsClient leaves an object as it is: expected a client of the AWS SDK v3';
    tellOnce('warn', message, String(error));
  }
  return client;
}

function addSteps(client: AwsClient): void {
  const { middlewareStack: stack } = client;
  // A name stands once in a stack: a second copy of this package takes the place of the first.
  const options = { priority: 'high', override: true };
  stack.add(traceCalls(client), { ...options, name: 'otelXRayCall', step: 'initialize' });
  // Before the request is signed, and before the SDK's own step, which would put the invocation's header there.
  stack.add(sendHeader, { ...options, name: 'otelXRayHeader', step: 'build' });
}

const sendHeader: Middleware = (next) => (args) => {
  attempt('a request goes out without its trace header', () => addTraceHeader(args.request));
  return next(args);
};

const WITHOUT_HEADER = 'messages to SQS go out without their trace header: they could not be copied';

function traceCalls(client: AwsClient): Middleware {
  return (next, { clientName, commandName }) => {
    const service = (serviceIdOf(client) ?? clientName?.replace(/Client$/, '') ?? 'AWS').replace(/\s+/g, '');
    const command = commandName?.replace(/Command$/, '') ?? 'unknown';
    return async (args) => {
      const call = { service, command, input: args.input ?? {} };
      // In the span of the call, whoever has started it: its header is what goes out.
      const send = (): ReturnType<Next> => {
        const input = attempt(WITHOUT_HEADER, () => withMessageHeaders(call)) ?? call.input;
        return next(input === call.input ? args : { ...args, input });
      };
      if (hasCallSpan(call)) return send();
      return isInTrace('traceAwsClient') ? inCallSpan(call, client, send) : next(args);
    };
  };
}

function serviceIdOf(client: AwsClient): string | undefined {
  try {
    return client.config?.serviceId;
  } catch {
    return undefined; // A configuration that cannot be read: the client's name says it, too.
  }
}

async function inCallSpan(call: AwsCall, client: AwsClient, send: () => ReturnType<Next>): ReturnType<Next> {
  const span = startCallSpan(call);
  void addRegion(span, client);
  try {
    const answer = await context.with(trace.setSpan(context.active(), span), send);
    recordAnswer(span, call, answer.output ?? {});
    leaveOutUnsent(span, answer);
    return answer;
  } catch (error) {
    recordFailure(span, call, error);
    throw error;
  } finally {
    span.end();
  }
}

/** The region may be read from files: the call does not wait for it, and needs it itself before it goes out. */
async function addRegion(span: Span, client: AwsClient): Promise<void> {
  try {
    const region = await client.config?.region?.();
    if (region !== undefined && span.isRecording()) span.setAttribute('cloud.region', region);
  } catch {
    // The call itself fails for want of a region, and says so.
  }
}
