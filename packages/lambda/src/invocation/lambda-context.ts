/** What is read of the context object that Lambda hands to a handler; any member may be missing. */
export interface LambdaContext {
  readonly functionName?: string;
  readonly functionVersion?: string;
  readonly awsRequestId?: string;
  readonly invokedFunctionArn?: string;
  /** The trace header of this invocation. */
  readonly xRayTraceId?: string;
  getRemainingTimeInMillis?(): number;
}

/** A handler in any of its forms: event and context, or event, response stream and context. */
export type AnyHandler = (this: never, ...args: never[]) => unknown;

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

/** Whether the runtime client hands the handler a response stream: `awslambda.streamifyResponse` marks it so. */
export function isStreaming(handler: AnyHandler): boolean {
  return (handler as { readonly [STREAMING]?: unknown })[STREAMING] === 'response';
}
