import type { SegmentDocument } from '../document.ts';
import type { SpanFacts } from '../facts.ts';

/** `service`: the version of what ran, from `service.version` or else the container image's tag. */
export function serviceOf({ resource }: SpanFacts): SegmentDocument['service'] {
  return resource.version === undefined ? undefined : { version: resource.version };
}
