import { trace } from '@opentelemetry/api';
import type { Tracer } from '@opentelemetry/api';

/** Where the helpers' spans come from: whatever provider is registered now. */
export function helperTracer(): Tracer {
  return trace.getTracer('@otel-xray/lambda');
}
