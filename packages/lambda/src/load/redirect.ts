import { parseHandlerName } from './handler-name.ts';

/**
 * Keeps the name of the function's own handler while `_HANDLER` names ours; worker threads inherit both. It stays when the name has
 * been put back, and then says so to the threads and processes that the function starts: none of them loads the handler again.
 */
const ORIGINAL_VARIABLE = 'OTEL_XRAY_HANDLER';

/** Variables that may be changed: `process.env`. */
export type MutableEnvironment = Record<string, string | undefined>;

/** What `_HANDLER` holds where it names the handler of our loader. */
export function loaderHandler(loaderFile: string): string {
  return `${loaderFile.replace(/\.[cm]?[jt]s$/, '')}.handler`;
}

/**
 * Points `_HANDLER` at `loaderFile`, so that the runtime client loads our loader in place of the function's module. No module
 * hook is needed for that, so it works the same for CommonJS, ES modules and bundles.
 *
 * Leaves alone what is no Lambda function, a name that the runtime client refuses (it shall say so itself), and what a function
 * that was loaded by us has started.
 *
 * @param loaderFile - absolute path of the loader, which the runtime client takes; its handler is the export `handler`.
 */
export function redirectHandler(env: MutableEnvironment, loaderFile: string): void {
  const name = env['_HANDLER'];
  if (name === undefined || env['LAMBDA_TASK_ROOT'] === undefined || name === env[ORIGINAL_VARIABLE]) return;
  const ours = loaderHandler(loaderFile);
  if (name === ours || parseHandlerName(name) === undefined) return;
  env[ORIGINAL_VARIABLE] = name;
  env['_HANDLER'] = ours;
}

/** Puts the function's own name back, before its modules are loaded, which may read it. Returns that name. */
export function restoreHandler(env: MutableEnvironment): string {
  const original = env[ORIGINAL_VARIABLE] ?? env['_HANDLER'] ?? '';
  env['_HANDLER'] = original;
  return original;
}
