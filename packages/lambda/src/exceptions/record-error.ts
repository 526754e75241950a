import { SpanStatusCode } from '@opentelemetry/api';
import type { Attributes, Span } from '@opentelemetry/api';
import { stackWithCauses } from './stack-with-causes.ts';
import { describe, isErrorLike } from './thrown.ts';

/**
 * Records what was thrown as an `exception` event, with the causes behind it, and gives the span an error status. Whatever
 * it is: an error without a message, a text, `null`. Never throws.
 *
 * The type is the error's class name rather than its `code`, as Lambda reports it itself and as X-Ray groups by.
 *
 * @see OpenTelemetry semantic conventions, "Exceptions in spans".
 */
export function recordError(span: Span, thrown: unknown): void {
  try {
    const attributes = toExceptionAttributes(thrown);
    span.addEvent('exception', attributes);
    markFailed(span, String(attributes['exception.message']));
  } catch {
    // A getter of the error throws. That it failed is still known.
    const message = 'the error could not be read';
    span.addEvent('exception', { 'exception.type': 'Error', 'exception.message': message });
    markFailed(span, message);
  }
}

/** Says that the span has failed, and no more than that. */
export function markFailed(span: Span, message = ''): void {
  span.setStatus(message === '' ? { code: SpanStatusCode.ERROR } : { code: SpanStatusCode.ERROR, message });
}

function toExceptionAttributes(thrown: unknown): Attributes {
  if (isErrorLike(thrown)) {
    return {
      'exception.type': String(thrown.name || 'Error'),
      'exception.message': String(thrown.message),
      'exception.stacktrace': stackWithCauses(thrown),
    };
  }
  return { 'exception.type': thrown === null ? 'null' : typeof thrown, 'exception.message': describe(thrown) };
}
