import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyHandler } from '../invocation/lambda-context.ts';
import { parseHandlerName } from './handler-name.ts';
import type { HandlerName } from './handler-name.ts';

/** The runtime client's order, then TypeScript, which it does not know: a build beside its source is what is run. */
const EXTENSIONS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];

/** A handler that cannot be had, under the name that Lambda reports it by. */
class HandlerNotFound extends Error {
  override readonly name = 'Runtime.HandlerNotFound';
}

/**
 * Loads the function's own handler as the runtime client would: `folder/module.export.nested` below the task root, ES module
 * or CommonJS, and TypeScript where Node can run it.
 *
 * Rejects as the runtime client does: with what the module throws while it loads, or with `Runtime.HandlerNotFound`.
 *
 * @see aws-lambda-ric 4.0, observed: the order of extensions, the members of `default` as second choice, the words.
 */
export async function loadHandler(name: string, taskRoot: string): Promise<AnyHandler> {
  // A malformed name has never come to us: the runtime client saw it as it is.
  const parsed = parseHandlerName(name) as HandlerName;
  const namespace = await loadModule(parsed, taskRoot);
  const handler = pick(namespace, parsed.exportPath) || pick(namespace?.default, parsed.exportPath);
  if (!handler) throw new HandlerNotFound(`${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new HandlerNotFound(`${name} is not a function`);
  return handler as AnyHandler;
}

/** What `import` gives, or `require` of a package, which may be anything. */
type Namespace = { readonly default?: unknown } | null | undefined;

async function loadModule({ folder, module }: HandlerName, taskRoot: string): Promise<Namespace> {
  const path = resolve(taskRoot, folder, module);
  for (const extension of EXTENSIONS) {
    if (existsSync(path + extension)) return (await import(pathToFileURL(path + extension).href)) as Namespace;
  }
  // Last, as a package: of the task root, or of the folder that the handler names.
  const require = process.getBuiltinModule('node:module').createRequire(join(taskRoot, 'index.js'));
  return require(require.resolve(module, { paths: [taskRoot, join(taskRoot, folder)] })) as Namespace;
}

function pick(container: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      container,
    );
}
