import type { InvokeStore } from './invoke-store.ts';
import { HttpResponseStream, streamifyResponse } from './streaming.ts';

/** What Lambda puts into every function's process. */
export interface AwsLambdaGlobal {
  InvokeStore?: InvokeStore;
  streamifyResponse?: typeof streamifyResponse;
  HttpResponseStream?: typeof HttpResponseStream;
}

/** No more than that: where a program has `@types/aws-lambda`, the global has a type of theirs. */
interface WithAwsLambda {
  awslambda?: AwsLambdaGlobal;
}

/**
 * Puts `globalThis.awslambda` in place, unless `AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA` says not to. A store that is there already
 * (a package may have brought one while it loaded) stays, and is the one that counts.
 *
 * @returns the store that invocations run in, and what takes the global away again.
 */
export function installGlobals(
  env: NodeJS.ProcessEnv,
  store: InvokeStore,
): { readonly store: InvokeStore; readonly restore: () => void } {
  const isUnwanted = ['1', 'true'].includes(env['AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA'] ?? '');
  if (isUnwanted) return { store, restore: () => undefined };
  const scope = globalThis as unknown as WithAwsLambda;
  const before = scope.awslambda;
  const counting = before?.InvokeStore ?? store;
  scope.awslambda = { ...before, InvokeStore: counting, streamifyResponse, HttpResponseStream };
  const restore = (): void => {
    if (before === undefined) delete scope.awslambda;
    else scope.awslambda = before;
  };
  return { store: counting, restore };
}
