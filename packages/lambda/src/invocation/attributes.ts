import type { Attributes } from '@opentelemetry/api';
import type { LambdaContext } from './lambda-context.ts';

/**
 * What Lambda's context says of the invocation. Absent members are left out; never throws.
 *
 * @see OpenTelemetry semantic conventions, "FaaS spans" and "AWS Lambda".
 */
export function toInvocationAttributes(context: LambdaContext | undefined, isColdStart: boolean): Attributes {
  const arn = context?.invokedFunctionArn;
  const accountId = typeof arn === 'string' ? arn.split(':')[4] : undefined;
  return {
    'faas.invocation_id': context?.awsRequestId,
    'faas.coldstart': isColdStart,
    'cloud.resource_id': arn,
    'cloud.account.id': accountId,
  };
}
