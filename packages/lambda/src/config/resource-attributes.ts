import type { Attributes } from '@opentelemetry/api';
import type { Environment, Settings } from './settings.ts';

/**
 * What the resource says of the function, without asking anybody: Lambda's variables, under `OTEL_RESOURCE_ATTRIBUTES`,
 * under `OTEL_SERVICE_NAME`.
 *
 * @see OpenTelemetry semantic conventions, "FaaS resource" and "AWS Lambda"; OpenTelemetry specification, "Resource SDK".
 */
export function readResourceAttributes(env: Environment, settings: Settings): Attributes {
  const functionName = settings.text('AWS_LAMBDA_FUNCTION_NAME');
  const serviceName = settings.text('OTEL_SERVICE_NAME');
  return {
    ...(functionName !== undefined && toLambdaAttributes(functionName, env, settings)),
    ...parseResourceAttributes(settings),
    ...(serviceName !== undefined && { 'service.name': serviceName }),
  };
}

function toLambdaAttributes(functionName: string, env: Environment, settings: Settings): Attributes {
  const memoryMegabytes = Number(env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']);
  const logGroup = settings.text('AWS_LAMBDA_LOG_GROUP_NAME');
  return withoutAbsent({
    'service.name': functionName,
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'cloud.region': settings.text('AWS_REGION') ?? settings.text('AWS_DEFAULT_REGION'),
    'faas.name': functionName,
    'faas.version': settings.text('AWS_LAMBDA_FUNCTION_VERSION'),
    'faas.instance': settings.text('AWS_LAMBDA_LOG_STREAM_NAME'),
    'faas.max_memory': memoryMegabytes > 0 ? memoryMegabytes * 1024 * 1024 : undefined,
    'aws.log.group.names': logGroup === undefined ? undefined : [logGroup],
  });
}

/** `key=value` pairs between commas, percent-encoded. One that cannot be read is left out, and the others stay. */
function parseResourceAttributes(settings: Settings): Attributes {
  const name = 'OTEL_RESOURCE_ATTRIBUTES';
  const attributes: Attributes = Object.create(null) as Attributes;
  for (const pair of settings.text(name)?.split(',') ?? []) {
    const at = pair.indexOf('=');
    const key = decode(pair.slice(0, at).trim());
    const value = decode(pair.slice(at + 1).trim());
    if (at > 0 && key !== undefined && value !== undefined) attributes[key] = value;
    else if (pair.trim() !== '') settings.warn(name, pair, 'the other pairs');
  }
  return attributes;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function withoutAbsent(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
