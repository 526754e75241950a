import {
  context,
  diag,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type ProxyTracerProvider,
  type Span,
} from '@opentelemetry/api';
import { toEventFacts, toResponseAttributes } from './event-attributes.ts';
import { stackWithCauses } from './stack-with-causes.ts';

/** What the wrapper reads of Lambda's context. */
export interface InvocationContext {
  readonly functionName: string;
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
}

export type Handler<Event, Result> = (event: Event, invocation: InvocationContext) => Promise<Result>;

/** Lambda freezes the sandbox after the answer; an answer must not wait long for its telemetry. */
const FLUSH_TIMEOUT_MILLIS = 2_000;

/**
 * Runs the handler in a SERVER span that continues the trace of Lambda, and sends what was recorded before Lambda gets
 * the answer.
 *
 * This is where `wrapHandler` of `@otel-xray/lambda` will stand: the OpenTelemetry API, and nothing of X-Ray but the links.
 */
export function traceInvocation<Event, Result>(handler: Handler<Event, Result>): Handler<Event, Result> {
  const tracer = trace.getTracer('orders/invocation');
  let isColdStart = true;
  return async (event, invocation) => {
    const { attributes, links, headers } = toEventFacts(event);
    const options = {
      kind: SpanKind.SERVER,
      attributes: { ...attributes, ...invocationAttributes(invocation), 'faas.coldstart': isColdStart },
      links,
    };
    isColdStart = false;
    const parent = parentOf(headers);
    const span = tracer.startSpan(invocation.functionName, options, parent);
    try {
      const response = await context.with(trace.setSpan(parent, span), () => handler(event, invocation));
      span.setAttributes(toResponseAttributes(event, response));
      return response;
    } catch (error) {
      recordError(span, error);
      throw error;
    } finally {
      span.end();
      await flush();
    }
  };
}

/** What Lambda says is the parent; only where it says nothing, what the request's headers say, which are a hop older. */
function parentOf(headers: Readonly<Record<string, string>>): Context {
  const fromLambda = propagation.extract(ROOT_CONTEXT, {});
  return trace.getSpanContext(fromLambda) === undefined ? propagation.extract(ROOT_CONTEXT, headers) : fromLambda;
}

function invocationAttributes({ awsRequestId, invokedFunctionArn }: InvocationContext): Attributes {
  return {
    'faas.invocation_id': awsRequestId,
    'cloud.resource_id': invokedFunctionArn,
    'cloud.account.id': invokedFunctionArn.split(':')[4],
  };
}

function recordError(span: Span, error: unknown): void {
  if (error instanceof Error) {
    span.recordException({ name: error.name, message: error.message, stack: stackWithCauses(error) });
  } else {
    span.recordException(String(error));
  }
  span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
}

/** The app sees nothing of a failed flush; the exporter has counted and told it. */
async function flush(): Promise<void> {
  const provider = (trace.getTracerProvider() as ProxyTracerProvider).getDelegate() as {
    forceFlush?(options: { timeoutMillis: number }): Promise<void>;
  };
  await provider.forceFlush?.({ timeoutMillis: FLUSH_TIMEOUT_MILLIS }).catch((error: unknown) => {
    diag.error('flush at the end of the invocation failed', error);
  });
}
