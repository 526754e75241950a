import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMarked, isStreaming } from './streaming.ts';

/** A handler as the runtime client calls it: event and context, and with streaming the stream between them. */
export type Handler = (event: unknown, ...rest: unknown[]) => unknown;

/** The handler cannot be called; `name` is one of Lambda's own names for why. */
class HandlerError extends Error {
  override readonly name: string;

  constructor(
    reason:
      | 'MalformedHandlerName'
      | 'ImportModuleError'
      | 'UserCodeSyntaxError'
      | 'HandlerNotFound'
      | 'CallbackHandlerDeprecated'
      | 'MalformedStreamingHandler',
    message: string,
  ) {
    super(message);
    this.name = `Runtime.${reason}`;
  }
}

/** Tried in this order. TypeScript last: a build beside its source is what Lambda would run. */
const EXTENSIONS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];

/** What `import` gives, or `require` of a package, which may be anything. */
type Namespace = { readonly default?: unknown } | null | undefined;

/**
 * Loads the handler that `name` names, below `taskRoot`: `dir/module.export`, where the export may be nested (`api.get`).
 *
 * ESM, CommonJS and, where the running Node can, TypeScript. Rejects with an error under one of Lambda's own names, or with
 * what the module itself throws while it loads.
 *
 * @see AWS Lambda developer guide, "Lambda function handler in Node.js"; runtime client 4.0 of AWS for Node.js, observed: the words,
 * and that whatever bears the name is loaded, be it a folder.
 */
export async function loadHandler({
  name,
  taskRoot,
}: {
  readonly name: string;
  readonly taskRoot: string;
}): Promise<Handler> {
  const file = basename(name);
  const [, moduleName, exportPath] = /^([^.]*)\.(.*)$/.exec(file) ?? [];
  if (moduleName === undefined || exportPath === undefined || name.includes('..')) {
    throw new HandlerError('MalformedHandlerName', `expected a handler as module.export, found "${name}"`);
  }
  const folder = resolve(taskRoot, name.slice(0, name.indexOf(file)));
  const namespace = await loadModule({ taskRoot, folder, moduleName }).catch(rethrow);
  const handler = pick(namespace, exportPath) || pick(namespace?.default, exportPath);
  if (!handler) throw new HandlerError('HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new HandlerError('HandlerNotFound', `${name} is not a function`);
  return checkHandler(handler as Handler);
}

/**
 * The handler, unless Lambda refuses it.
 *
 * @throws HandlerError `Runtime.CallbackHandlerDeprecated` for three arguments or more, unless it is a streaming one;
 * `Runtime.MalformedStreamingHandler` for a mark of streaming other than the known one.
 */
export function checkHandler(handler: Handler): Handler {
  if (isMarked(handler)) {
    if (isStreaming(handler)) return handler;
    throw new HandlerError('MalformedStreamingHandler', 'expected a handler that streams its response');
  }
  if (handler.length < 3) return handler;
  throw new HandlerError('CallbackHandlerDeprecated', 'expected a handler of two arguments, found one with a callback');
}

interface ModulePlace {
  readonly taskRoot: string;
  readonly folder: string;
  readonly moduleName: string;
}

async function loadModule({ taskRoot, folder, moduleName }: ModulePlace): Promise<Namespace> {
  const path = resolve(folder, moduleName);
  for (const extension of EXTENSIONS) {
    if (existsSync(path + extension)) return (await import(pathToFileURL(path + extension).href)) as Namespace;
  }
  const require = createRequire(join(taskRoot, 'index.js'));
  return require(require.resolve(moduleName, { paths: [taskRoot, folder] })) as Namespace;
}

/** Two kinds of errors get a name of Lambda's; all others are the module's own. */
function rethrow(error: unknown): never {
  if (error instanceof SyntaxError) throw new HandlerError('UserCodeSyntaxError', String(error));
  if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') {
    throw new HandlerError('ImportModuleError', String(error));
  }
  throw error;
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
