import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isStreaming } from './streaming.ts';

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
      | 'CallbackHandlerDeprecated',
    message: string,
  ) {
    super(message);
    this.name = `Runtime.${reason}`;
  }
}

/** Tried in this order. TypeScript last: a build beside its source is what Lambda would run. */
const EXTENSIONS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];

/**
 * Loads the handler that `name` names, below `taskRoot`: `dir/module.export`, where the export may be nested (`api.get`).
 *
 * ESM, CommonJS and, where the running Node can, TypeScript. Rejects with an error under one of Lambda's own names, or with
 * what the module itself throws while it loads.
 *
 * @see AWS Lambda developer guide, "Lambda function handler in Node.js".
 */
export async function loadHandler({
  name,
  taskRoot,
}: {
  readonly name: string;
  readonly taskRoot: string;
}): Promise<Handler> {
  const [, moduleName, exportPath] = /^([^.]+)\.(.+)$/.exec(basename(name)) ?? [];
  if (moduleName === undefined || exportPath === undefined || name.includes('..')) {
    throw new HandlerError('MalformedHandlerName', `expected a handler as module.export, found "${name}"`);
  }
  const file = await findModule(resolve(taskRoot, dirname(name), moduleName));
  const namespace = await importModule(file);
  const handler = pick(namespace, exportPath) ?? pick(namespace.default, exportPath);
  if (typeof handler !== 'function') {
    throw new HandlerError(
      'HandlerNotFound',
      `expected a function as "${exportPath}" of ${file}, found ${typeof handler}`,
    );
  }
  return checkHandler(handler as Handler, name);
}

/**
 * The handler, unless it wants a callback, which Lambda has no longer.
 *
 * @throws HandlerError `Runtime.CallbackHandlerDeprecated` for three arguments or more, unless it is a streaming one.
 */
export function checkHandler(handler: Handler, name: string): Handler {
  if (handler.length < 3 || isStreaming(handler)) return handler;
  throw new HandlerError(
    'CallbackHandlerDeprecated',
    `expected a handler of two arguments, found a callback in "${name}"`,
  );
}

async function importModule(file: string): Promise<{ readonly default?: unknown }> {
  try {
    return (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
  } catch (error) {
    if (error instanceof SyntaxError) throw new HandlerError('UserCodeSyntaxError', `${error.name}: ${error.message}`);
    throw error;
  }
}

async function findModule(path: string): Promise<string> {
  for (const extension of EXTENSIONS) {
    if (await isFile(path + extension)) return path + extension;
  }
  throw new HandlerError(
    'ImportModuleError',
    `expected a module at ${path} with one of ${EXTENSIONS.join(' ')}, found none`,
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function pick(container: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce((value, key) => (value as Record<string, unknown> | undefined | null)?.[key], container);
}
