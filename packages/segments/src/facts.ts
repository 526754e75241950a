import type { XRayTraceId } from './document.ts';
import type { ResourceParts } from './resource.ts';
import type { Shape } from './shape.ts';
import type { ReadableSpan } from './span.ts';
import type { TextFacts } from './text-facts.ts';
import type { Note } from './translation.ts';

/** What every field is told of the span it is made from. One object per translation. */
export interface SpanFacts extends TextFacts {
  readonly span: ReadableSpan;
  readonly resource: ResourceParts;
  readonly shape: Shape;
  readonly traceId: XRayTraceId;
  readonly spanId: string;
  /** `undefined` for a root, also where only the trace is known. */
  readonly parentId: string | undefined;
  /** An AWS SDK call: text of `rpc.system` is `aws-api`. */
  readonly isAwsCall: boolean;
  /** Grows while the fields are made. */
  readonly notes: Note[];
  /** What X-Ray has no member for: becomes the metadata namespace `otel`. Grows while the fields are made. */
  readonly extras: Record<string, unknown>;
  /** Answers of `calleeOf` and `hostOf`, which several fields ask for. */
  callee: string | undefined;
  host: string | undefined;
}
