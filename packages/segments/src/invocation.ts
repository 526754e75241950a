import { slotsOf } from './attribute-keys.ts';
import type { AttributeReader } from './attributes.ts';
import { Family } from './families.ts';
import { SpanKind } from './span.ts';

const FUNCTION_KEYS = slotsOf('cloud.resource_id', 'faas.id');

/**
 * Whether the span stands for an invocation of a Lambda function, by what the instrumentation of the handler writes: where no
 * detector has told the resource, nothing else says that the program runs in Lambda.
 */
export function isInvocation(kind: number, attributes: AttributeReader): boolean {
  if (kind !== SpanKind.server || !attributes.hasFamily(Family.aws)) return false;
  const arn = attributes.firstText(FUNCTION_KEYS);
  return arn !== '' && /^arn:aws[\w-]*:lambda:/.test(arn);
}
