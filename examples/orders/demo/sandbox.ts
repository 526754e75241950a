import { fileURLToPath } from 'node:url';
import { startFunction, type RunningFunction } from '@otel-xray/testing';

const TASK_ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * One function of the example as Lambda would run it, traced by variables alone.
 *
 * @param name - `orders-api` or `orders-worker`.
 */
export function startSandbox(name: string, environment: Readonly<Record<string, string>>): Promise<RunningFunction> {
  return startFunction({
    functionName: name,
    handler: `functions/${name}.handler`,
    taskRoot: TASK_ROOT,
    environment: {
      // The rooms of this workspace are run as TypeScript; an app would have the built packages, and no condition.
      NODE_OPTIONS: '--conditions=source --import @otel-xray/lambda/register',
      OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,undici,aws-sdk',
      OTEL_XRAY_INDEXED_ATTRIBUTES: 'app.*',
      ...environment,
    },
  });
}
