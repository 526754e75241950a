import type { Attributes, Span } from '@opentelemetry/api';

/**
 * Sets what is known of the answer, also where the handler has set as many attributes as the SDK takes (128): they would
 * otherwise push out the status of the invocation, which is known last.
 */
export function setResponseAttributes(span: Span, attributes: Attributes): void {
  span.setAttributes(attributes);
  // The SDK's spans show what they hold; others are left as they are.
  const { attributes: held } = span as { readonly attributes?: Attributes };
  if (typeof held !== 'object' || held === null) return;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && held[key] === undefined) held[key] = value;
  }
}
