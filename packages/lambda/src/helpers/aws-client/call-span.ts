import { SpanKind, trace } from '@opentelemetry/api';
import type { Attributes, Span } from '@opentelemetry/api';
import { recordError } from '../../exceptions/record-error.ts';
import { attributesOf } from '../attributes-of.ts';
import { attempt } from '../attempt.ts';
import { helperTracer } from '../tracer.ts';
import type { AwsCall, Members, ServiceRules } from './call.ts';
import { SERVICES } from './services.ts';

/** Starts the span of a call, with all that is known before it is made. */
export function startCallSpan(call: AwsCall): Span {
  const rules = rulesOf(call);
  const known = attemptToRead(call, () => ({
    name: rules?.name?.(call),
    kind: rules?.kind?.(call),
    own: rules?.request(call),
  }));
  return helperTracer().startSpan(known?.name ?? `${call.service}.${call.command}`, {
    kind: known?.kind ?? SpanKind.CLIENT,
    attributes: {
      'rpc.system': 'aws-api',
      'rpc.service': call.service,
      'rpc.method': call.command,
      ...known?.own,
    },
  });
}

/** Adds what the service has answered. */
export function recordAnswer(span: Span, call: AwsCall, output: Members): void {
  if (!span.isRecording()) return;
  const rules = rulesOf(call);
  attemptToRead(call, () => {
    span.setAttributes(toAttributes(output['$metadata']));
    span.setAttributes(rules?.response?.(call, output) ?? {});
    for (const link of rules?.links?.(call, output) ?? []) span.addLink(link);
  });
}

/** What is sent and answered is the app's: whatever it is made of, that we cannot read it must not fail the call. */
function attemptToRead<Value>({ service, command }: AwsCall, read: () => Value): Value | undefined {
  return attempt(`a call of ${service}.${command} could not be described`, read);
}

/** Adds what went wrong, and what the service has said of the failed request. */
export function recordFailure(span: Span, call: AwsCall, error: unknown): void {
  attemptToRead(call, () => span.setAttributes(toAttributes((error as Members | null | undefined)?.['$metadata'])));
  recordError(span, error);
}

/** What the AWS SDK tells of every call's way: of the last attempt, and how many there were. */
interface ResponseMetadata {
  readonly requestId?: string;
  readonly extendedRequestId?: string;
  readonly httpStatusCode?: number;
  readonly attempts?: number;
}

function toAttributes(metadata: unknown): Attributes {
  const { requestId, extendedRequestId, httpStatusCode, attempts = 1 } = (metadata ?? {}) as ResponseMetadata;
  return {
    'aws.request.id': requestId,
    'aws.request.extended_id': extendedRequestId,
    'http.response.status_code': httpStatusCode,
    'http.request.resend_count': attempts > 1 ? attempts - 1 : undefined,
  };
}

/** Whether the active span is that of this very call: the official instrumentation's, or that of another copy of this package. */
export function hasCallSpan({ service, command }: AwsCall): boolean {
  const span = trace.getActiveSpan();
  if (span === undefined || !span.isRecording()) return false;
  const attributes = attributesOf(span);
  return (
    attributes['rpc.system'] === 'aws-api' &&
    attributes['rpc.service'] === service &&
    attributes['rpc.method'] === command
  );
}

function rulesOf({ service }: AwsCall): ServiceRules | undefined {
  return Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined;
}
