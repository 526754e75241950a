/**
 * What a Lambda function's environment says of it, as resource attributes. What is not set is left out.
 *
 * @see OpenTelemetry semantic conventions, "FaaS resource" and "AWS Lambda"; AWS Lambda developer guide, "Defined runtime
 * environment variables".
 */
export function lambdaAttributes(env: NodeJS.ProcessEnv): Record<string, string | string[]> {
  const logGroup = env['AWS_LAMBDA_LOG_GROUP_NAME'];
  const attributes = {
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'cloud.region': env['AWS_REGION'],
    'faas.name': env['AWS_LAMBDA_FUNCTION_NAME'],
    'faas.version': env['AWS_LAMBDA_FUNCTION_VERSION'],
    'faas.instance': env['AWS_LAMBDA_LOG_STREAM_NAME'],
    'service.name': env['OTEL_SERVICE_NAME'] ?? env['AWS_LAMBDA_FUNCTION_NAME'],
    'aws.log.group.names': logGroup === undefined ? undefined : [logGroup],
  };
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );
}
