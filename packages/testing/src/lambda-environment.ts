/** The name of a function that was given none. */
export const DEFAULT_FUNCTION_NAME = 'function-under-test';

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';

/** The ARN that the function is invoked by. */
export function toFunctionArn(functionName: string): string {
  return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${functionName}`;
}

export interface LambdaEnvironmentOptions {
  readonly functionName: string;
  readonly handler: string;
  readonly taskRoot: string;
  /** Where the Runtime API listens. */
  readonly runtimeApi: string;
  /** Over the variables that Lambda lets a function set; not over the last three. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** The variables that Lambda gives a function. @see AWS Lambda developer guide, "Defined runtime environment variables". */
export function toLambdaEnvironment(options: LambdaEnvironmentOptions): Record<string, string> {
  return {
    TZ: ':UTC',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
    AWS_LAMBDA_FUNCTION_NAME: options.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${options.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]00000000000000000000000000000000',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    ...options.environment,
    AWS_LAMBDA_RUNTIME_API: options.runtimeApi,
    _HANDLER: options.handler,
    LAMBDA_TASK_ROOT: options.taskRoot,
  };
}
