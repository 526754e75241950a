import type { Environment } from '../config/settings.ts';
import { parseHandlerName } from './handler-name.ts';
import { loaderHandler } from './redirect.ts';

/** What decides whether a function can be traced from here. */
export interface Start {
  /** `process.versions.node` */
  readonly nodeVersion: string;
  /** `undefined` where there is none. */
  readonly loaderFile: string | undefined;
  readonly env: Environment;
  /** `globalThis.awslambda` */
  readonly awslambda: unknown;
}

/** The lowest version that has all that is used here. */
const MIN_MAJOR = 22;
const MIN_MINOR = 15;

const TOO_LATE =
  'register came too late, or bundled: preload it (NODE_OPTIONS=--import @otel-xray/lambda/register), or use wrapHandler';

const IN_DOTS = "Lambda takes no handler with '..' in its path, and this package has it";

/** Why the function is not traced, in one line; `undefined` where nothing is in the way. */
export function findObstacle({ nodeVersion, loaderFile, env, awslambda }: Start): string | undefined {
  const isTooLate = loaderFile === undefined || isLate(loaderFile, env, awslambda);
  const isInDots = loaderFile !== undefined && parseHandlerName(loaderHandler(loaderFile)) === undefined;
  return findOldNode(nodeVersion) ?? (isTooLate ? TOO_LATE : isInDots ? IN_DOTS : undefined);
}

/** That this Node is too old, in the same words; `undefined` where it is not. */
export function findOldNode(nodeVersion: string): string | undefined {
  const [major, minor] = nodeVersion.split('.').map(Number) as [number, number];
  const isOld = (major - MIN_MAJOR || minor - MIN_MINOR) < 0;
  return isOld ? `it needs Node.js ${MIN_MAJOR}.${MIN_MINOR} and this is ${nodeVersion}` : undefined;
}

/**
 * Whether the runtime client is loading the function's module already: that is when it sets its global, of which other preloads may
 * have made a part. Our own loader comes as late and may, in a thread that has not been given the preload.
 */
function isLate(loaderFile: string, env: Environment, awslambda: unknown): boolean {
  const { streamifyResponse } = (awslambda ?? {}) as { readonly streamifyResponse?: unknown };
  return !!streamifyResponse && !!env['LAMBDA_TASK_ROOT'] && env['_HANDLER'] !== loaderHandler(loaderFile);
}
