import type { Attributes, Span } from '@opentelemetry/api';

/**
 * What has been written on a span so far. The API can only write; the spans of OpenTelemetry's SDKs, and of this package, can
 * be read too. Of any other span: `{}`.
 */
export function attributesOf(span: Span): Attributes {
  return (span as { readonly attributes?: Attributes }).attributes ?? {};
}
