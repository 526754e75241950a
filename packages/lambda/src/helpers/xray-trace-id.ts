import { context, isSpanContextValid, trace } from '@opentelemetry/api';
import { parseTraceHeader } from '@otel-xray/propagator';
import { readLambdaHeader } from '../invocation/trace-sources.ts';
import { environment } from './environment.ts';

/**
 * The trace id to write into a log line, as X-Ray spells it: `1-6553f100-a1b2c3d4e5f60718293a4b5c`. X-Ray and CloudWatch find
 * the lines of a trace by it.
 *
 * It is that of the active span, sampled or not; else that of the running invocation of a Lambda function, from the invoke
 * store or `_X_AMZN_TRACE_ID`; else `undefined`. Never throws.
 *
 * @example
 * console.log(JSON.stringify({ message: 'order placed', traceId: xrayTraceId() }));
 */
export function xrayTraceId(): string | undefined {
  const active = trace.getSpanContext(context.active());
  const traceId = active !== undefined && isSpanContextValid(active) ? active.traceId : traceIdOfInvocation();
  return traceId === undefined ? undefined : `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
}

function traceIdOfInvocation(): string | undefined {
  const header = readLambdaHeader(undefined, environment());
  return header === undefined ? undefined : parseTraceHeader(header)?.traceId;
}
