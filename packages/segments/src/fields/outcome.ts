import type { AttributeReader } from '../attributes.ts';
import { textOf, toInteger } from '../attributes.ts';
import type { SegmentDocument } from '../document.ts';
import type { SpanFacts } from '../facts.ts';
import { isInvocation } from '../invocation.ts';
import { StatusCode } from '../span.ts';
import { ERROR_TYPE, STATUS_KEYS } from '../vocabulary.ts';
import { isException } from './cause.ts';

export type Outcome = Pick<SegmentDocument, 'fault' | 'error' | 'throttle'>;

/** Names by which AWS services say "too many requests", often with status 400 or 503. As AWS's SDK for JavaScript retries them. */
const THROTTLING = new Set(
  (
    'BandwidthLimitExceeded EC2ThrottledException LimitExceededException PriorRequestNotComplete ' +
    'ProvisionedThroughputExceededException RequestLimitExceeded RequestThrottled RequestThrottledException SlowDown ' +
    'ThrottledException Throttling ThrottlingException TooManyRequestsException TransactionInProgressException'
  ).split(' '),
);

const NONE: Outcome = {};
const FAULT: Outcome = { fault: true };

/** HTTP status code of a span, by either convention; `undefined` without one. */
export function statusCodeOf(attributes: AttributeReader): number | undefined {
  for (const key of STATUS_KEYS) {
    const status = toInteger(attributes.value(key));
    if (status !== undefined) return status;
  }
  return undefined;
}

/**
 * `fault`, `error` and `throttle`: who is to blame.
 *
 * The HTTP status decides where it is an error's; else the span's status. A call that AWS throttled is an `error` and a
 * `throttle` whatever its status (a 5xx stays a `fault`), as a 429 is.
 */
export function outcomeOf(facts: SpanFacts): Outcome {
  const byStatus = toOutcome(statusCodeOf(facts.attributes));
  // A call that worked in the end may have recorded that it was throttled before.
  if (byStatus === undefined && !hasFailed(facts)) return NONE;
  if (!facts.shape.isCall || !isThrottled(facts)) return byStatus ?? FAULT;
  return byStatus?.fault ? { fault: true, throttle: true } : { error: true, throttle: true };
}

/**
 * The handler's instrumentation sets no status for an error with an empty message, but records it: the invocation has failed.
 * An exception with a message, or beside an HTTP status, is one that the app recorded and went on from.
 */
function hasFailed({ span, attributes }: SpanFacts): boolean {
  if (span.status?.code === StatusCode.error) return true;
  return (
    span.status?.code !== StatusCode.ok &&
    isInvocation(span.kind, attributes) &&
    statusCodeOf(attributes) === undefined &&
    span.events.some((event) => isException(event) && textOf(event.attributes ?? {}, 'exception.message') === '')
  );
}

/**
 * Maps an HTTP status code to the X-Ray flags: 4xx is an `error`, 5xx a `fault`; 429 is an `error` and a `throttle`, so a
 * throttled call counts in both. `undefined` for every status that is no error. Flags are present or absent, never `false`:
 * absent already means that, and every byte counts against the document's limit.
 *
 * @see AWS X-Ray developer guide, "X-Ray segment documents", errors and exceptions.
 */
export function toOutcome(status: number | undefined): Outcome | undefined {
  if (status === undefined) return undefined;
  if (status === 429) return { error: true, throttle: true };
  if (status >= 400 && status <= 499) return { error: true };
  if (status >= 500 && status <= 599) return { fault: true };
  return undefined;
}

function isThrottled({ span, attributes }: SpanFacts): boolean {
  if (isThrottling(attributes.text(ERROR_TYPE))) return true;
  return span.events.some(
    (event) => isException(event) && isThrottling(textOf(event.attributes ?? {}, 'exception.type')),
  );
}

/** Some services write the namespace of their model before the name: `com.amazonaws.kinesis#ThrottlingException`. */
function isThrottling(type: string): boolean {
  return THROTTLING.has(type.slice(type.lastIndexOf('#') + 1));
}
