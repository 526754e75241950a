import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { context, diag, propagation, trace } from '@opentelemetry/api';
import type { ContextAPI, DiagAPI, PropagationAPI, TraceAPI } from '@opentelemetry/api';

/** The API as far as something is registered with it. */
export interface Api {
  readonly context: ContextAPI;
  readonly diag: DiagAPI;
  readonly propagation: PropagationAPI;
  readonly trace: TraceAPI;
}

/** Which copy of the API is the one to register with, and what was in the way of a better one. */
export interface ApiChoice {
  readonly api: Api;
  readonly problem?: unknown;
}

/**
 * The copy that this file was bundled with: in `register` one of its own, and for `wrapHandler` the app's. These four and not the
 * namespace: a bundle then leaves out what the API has for metrics and logs.
 */
export const ownApi: Api = { context, diag, propagation, trace };

/** Minor version of the API 1.x that this package brings inside `register`. */
export const OWN_API_MINOR = 10;

/** Our own API, unless the function's `node_modules` has a newer one. Costs one look at the disk when it has none. */
export function newestApi(taskRoot: string | undefined): ApiChoice {
  if (taskRoot === undefined) return { api: ownApi };
  try {
    const manifest = join(taskRoot, 'node_modules', '@opentelemetry', 'api', 'package.json');
    if (!existsSync(manifest) || minorOf(manifest) <= OWN_API_MINOR) return { api: ownApi };
    // Not imported above: it would be one more built-in to load for everyone.
    return { api: process.getBuiltinModule('node:module').createRequire(manifest)('@opentelemetry/api') as Api };
  } catch (problem) {
    return { api: ownApi, problem };
  }
}

/** Minor version of an API 1.x; -1 for any other, which shares nothing with ours. */
function minorOf(manifest: string): number {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: unknown };
  const [, minor] = /^1\.(\d+)\./.exec(String(version)) ?? [];
  return minor === undefined ? -1 : Number(minor);
}
