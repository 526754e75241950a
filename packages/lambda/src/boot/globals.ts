import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { context, diag, propagation, trace } from '@opentelemetry/api';
import type {
  ContextAPI,
  ContextManager,
  DiagAPI,
  PropagationAPI,
  TextMapPropagator,
  TraceAPI,
  TracerProvider,
} from '@opentelemetry/api';
import type { LambdaConfig } from '../config/config.ts';
import { installLogger, log } from './logger.ts';

/** The API as far as something is registered with it. */
export interface Api {
  readonly context: ContextAPI;
  readonly diag: DiagAPI;
  readonly propagation: PropagationAPI;
  readonly trace: TraceAPI;
}

// These four and not the namespace: a bundle then leaves out what the API has for metrics and logs.
const ownApi: Api = { context, diag, propagation, trace };

/** Minor version of the API 1.x that this package brings inside `register`. */
export const OWN_API_MINOR = 10;

/** What becomes the API's own. */
export interface Globals {
  readonly provider: TracerProvider;
  readonly propagator: TextMapPropagator;
  readonly contextManager: ContextManager;
}

/**
 * Makes provider, propagator, context manager and logger the global ones.
 *
 * Several copies of the API meet in one object, and each takes from it only what a copy of its own minor version or a newer one
 * has registered; to the others the app is silently untraced. So this goes through the newest copy there is: our own,
 * or the one that is installed with the function.
 */
export function registerGlobals(globals: Globals, config: LambdaConfig, taskRoot: string | undefined): void {
  const api = newestApi(taskRoot);
  installLogger(api.diag, config);
  api.context.setGlobalContextManager(globals.contextManager);
  api.propagation.setGlobalPropagator(globals.propagator);
  api.trace.setGlobalTracerProvider(globals.provider);
}

/** Our own API, unless the function's `node_modules` has a newer one. Costs one look at the disk when it has none. */
export function newestApi(taskRoot: string | undefined): Api {
  if (taskRoot === undefined) return ownApi;
  try {
    const manifest = join(taskRoot, 'node_modules', '@opentelemetry', 'api', 'package.json');
    if (!existsSync(manifest) || minorOf(manifest) <= OWN_API_MINOR) return ownApi;
    // Not imported above: it would be one more built-in to load for everyone.
    return process.getBuiltinModule('node:module').createRequire(manifest)('@opentelemetry/api') as Api;
  } catch (error) {
    log().warn("the function's copy of @opentelemetry/api could not be read; its spans may be missing", error);
    return ownApi;
  }
}

/** Minor version of an API 1.x; -1 for any other, which shares nothing with ours. */
function minorOf(manifest: string): number {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: unknown };
  const [, minor] = /^1\.(\d+)\./.exec(String(version)) ?? [];
  return minor === undefined ? -1 : Number(minor);
}
