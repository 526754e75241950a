import type { NextInvocation } from './api.ts';

/** What a handler gets as its second argument. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  /** Megabytes, as text. */
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** The invocation's trace header, whatever the environment says; `''` where it has none. */
  readonly xRayTraceId: string;
  /** What a mobile SDK said of its app; `undefined` otherwise. */
  readonly clientContext: unknown;
  /** The Amazon Cognito identity that authorised the request; `undefined` otherwise. */
  readonly identity: unknown;
  readonly tenantId: string | undefined;
  /** Milliseconds until Lambda ends the sandbox; negative once that is past. */
  getRemainingTimeInMillis(): number;
}

/** The context of one invocation, from what the Runtime API and the environment say. */
export function toContext(invocation: NextInvocation, env: NodeJS.ProcessEnv): LambdaContext {
  const { requestId, deadlineMillis, invokedFunctionArn, traceHeader } = invocation;
  return {
    awsRequestId: requestId,
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'] ?? '',
    functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'] ?? '',
    invokedFunctionArn,
    memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? '',
    logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'] ?? '',
    logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'] ?? '',
    xRayTraceId: traceHeader ?? '',
    clientContext: parse(invocation.clientContext),
    identity: parse(invocation.identity),
    tenantId: invocation.tenantId,
    getRemainingTimeInMillis: () => deadlineMillis - Date.now(),
  };
}

function parse(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json);
}
