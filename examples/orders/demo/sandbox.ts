import { fileURLToPath } from 'node:url';
import { startFunction, type RunningFunction } from '@otel-xray/testing';

const TASK_ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * One function of the example as Lambda would run it: preloaded telemetry, the daemon's address in the environment.
 *
 * @param name - `orders-api` or `orders-worker`.
 */
export function startSandbox(name: string, environment: Readonly<Record<string, string>>): Promise<RunningFunction> {
  return startFunction({
    functionName: name,
    handler: `functions/${name}.handler`,
    taskRoot: TASK_ROOT,
    environment,
    // The rooms of this workspace are run as TypeScript; an app would have the built packages.
    nodeArguments: ['--conditions=source', '--import', './telemetry.ts'],
  });
}
