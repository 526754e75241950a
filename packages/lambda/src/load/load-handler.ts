import { existsSync, statSync } from 'node:fs';
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
 * or CommonJS, and TypeScript where Node can run it. Whatever any version of the runtime client loads is loaded: a function that
 * starts without us starts with us.
 *
 * Rejects as the runtime client does: with what the module throws while it loads, or with `Runtime.HandlerNotFound`.
 *
 * @see aws-lambda-ric 4.0, observed: the order of extensions, the members of `default` as second choice, the words.
 * @see aws-lambda-ric 3.3, observed: a folder of the name is looked at as `require` does, and members of functions count.
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
  const file = findFile(path, taskRoot);
  if (file !== undefined) return (await import(pathToFileURL(file).href)) as Namespace;
  // Last, as a package: of the task root, or of the folder that the handler names.
  const require = requireOf(taskRoot);
  return require(require.resolve(module, { paths: [taskRoot, join(taskRoot, folder)] })) as Namespace;
}

function findFile(path: string, taskRoot: string): string | undefined {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  // A `.js` beside the folder comes before what is in it.
  const resolved = isFolder ? resolveAsNode(path, taskRoot) : undefined;
  const extensions = isFolder ? EXTENSIONS.slice(1) : EXTENSIONS;
  return resolved ?? extensions.map((extension) => path + extension).find((file) => existsSync(file));
}

/** What `require` takes for the path; `undefined` where it takes nothing. */
function resolveAsNode(path: string, taskRoot: string): string | undefined {
  try {
    return requireOf(taskRoot).resolve(path);
  } catch {
    return undefined; // An empty folder is not in the way of a file.
  }
}

function requireOf(taskRoot: string): NodeJS.Require {
  return process.getBuiltinModule('node:module').createRequire(join(taskRoot, 'index.js'));
}

function pick(container: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], container);
}
