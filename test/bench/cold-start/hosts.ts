import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../../scripts/folders.ts';
import type { Start } from './start.ts';

/** What `packages/lambda` builds. */
export const DIST: string = join(ROOT, 'packages', 'lambda', 'dist');

/** A file of `process/`: what runs in the processes that are measured. */
export const processFile = (name: string): string => fileURLToPath(new URL(`process/${name}`, import.meta.url));

/** Host, preload and variables of a start. */
export interface HostOptions {
  /** `['--require', path]` */
  readonly preload?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

type Hosted = Pick<Start, 'args' | 'env' | 'isInvoked'>;

/** What Lambda sets, as far as anybody here reads it. */
const LAMBDA: Readonly<Record<string, string>> = {
  _HANDLER: 'function.handler',
  _X_AMZN_TRACE_ID: 'Root=1-65f0c0de-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=1',
  AWS_ACCESS_KEY_ID: 'x',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'orders',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_REGION: 'eu-west-1',
  AWS_SECRET_ACCESS_KEY: 'x',
  LAMBDA_TASK_ROOT: processFile('.').replace(/\/$/, ''),
};

/** A CommonJS host that requires the function; it invokes nothing. */
export function onCommonJs({ preload = [], env }: HostOptions = {}): Hosted {
  return {
    args: [...preload, processFile('host.cjs')],
    env: { ...LAMBDA, BENCH_FUNCTION: processFile('function.cjs'), ...env },
    isInvoked: false,
  };
}

/** An ES-module host that imports the function, as the runtime client does; it invokes once. */
export function onModules({ preload = [], env }: HostOptions = {}): Hosted {
  return {
    args: [...preload, processFile('host.mjs')],
    env: { ...LAMBDA, BENCH_FUNCTION: processFile('function.mjs'), ...env },
    isInvoked: env?.['BENCH_WORK'] !== undefined,
  };
}
